import type { ProjectEnvironment } from '../../functions/analytics/project.env.ts';
import type { QueryEnvironment } from '../../functions/analytics/query.env.ts';
import type { RecordEnvironment } from '../../functions/audit/record.env.ts';
import type { TimelineEnvironment } from '../../functions/audit/timeline.env.ts';
import type { AdminEnvironment as InventoryAdminEnvironment } from '../../functions/inventory/admin.env.ts';
import type { LedgerEnvironment } from '../../functions/inventory/ledger.env.ts';
import type { RouterEnvironment } from '../../functions/inventory/router.env.ts';
import type { SendEnvironment } from '../../functions/notification/send.env.ts';
import type { AuthorizerEnvironment } from '../../functions/ops/authorizer.env.ts';
import type { DeadLettersEnvironment } from '../../functions/ops/dead-letters.env.ts';
import type { AdminEnvironment } from '../../functions/order/admin.env.ts';
import type { HealthEnvironment } from '../../functions/order/health.env.ts';
import type { IntakeEnvironment } from '../../functions/order/intake.env.ts';
import type { RequestsEnvironment } from '../../functions/order/requests.env.ts';
import type { SagaEnvironment } from '../../functions/order/saga.env.ts';
import type { StatusEnvironment } from '../../functions/order/status.env.ts';
import type { SweepEnvironment } from '../../functions/order/sweep.env.ts';
import type { WaitEnvironment } from '../../functions/order/wait.env.ts';
import type { ChargeEnvironment } from '../../functions/payment/charge.env.ts';
import type { ReconcileEnvironment } from '../../functions/payment/reconcile.env.ts';
import type { WebhookEnvironment } from '../../functions/payment/webhook.env.ts';
import type { Principal } from '../../schemas/catalogue.ts';

/** What is the same for a function in every stage. Keys are `<service>/<use-case>`: `functions/<key>.handler.ts`. */
export interface FunctionDefinition {
  /** The Kafka user it is; undefined for one that has nothing to do with Kafka. */
  readonly principal: Principal | undefined;
  readonly timeoutSeconds: number;
}

/** API Gateway gives up after 29 s; a function that answers it never runs longer. */
const apiTimeoutSeconds = 29;

export const functions = {
  'order/intake': { principal: 'order', timeoutSeconds: apiTimeoutSeconds },
  'order/status': { principal: 'order', timeoutSeconds: apiTimeoutSeconds },
  'order/wait': { principal: 'order', timeoutSeconds: apiTimeoutSeconds },
  'order/health': { principal: 'order', timeoutSeconds: 10 },
  'order/saga': { principal: 'order', timeoutSeconds: 60 },
  'order/requests': { principal: 'order', timeoutSeconds: apiTimeoutSeconds },
  'order/admin': { principal: 'order', timeoutSeconds: apiTimeoutSeconds },
  // Less than its interval: a run ends before the next begins.
  'order/sweep': { principal: 'order', timeoutSeconds: 55 },
  'inventory/router': { principal: 'inventory', timeoutSeconds: 60 },
  'inventory/ledger': { principal: 'inventory', timeoutSeconds: 120 },
  'inventory/admin': { principal: 'inventory', timeoutSeconds: apiTimeoutSeconds },
  'payment/charge': { principal: 'payment', timeoutSeconds: 60 },
  'payment/reconcile': { principal: 'payment', timeoutSeconds: 55 },
  'payment/webhook': { principal: undefined, timeoutSeconds: apiTimeoutSeconds },
  'audit/publish': { principal: 'audit', timeoutSeconds: 60 },
  'audit/record': { principal: 'audit', timeoutSeconds: 120 },
  'audit/timeline': { principal: 'audit', timeoutSeconds: apiTimeoutSeconds },
  'analytics/project': { principal: 'analytics', timeoutSeconds: 120 },
  'analytics/query': { principal: 'analytics', timeoutSeconds: apiTimeoutSeconds },
  'ops/dead-letters': { principal: 'ops', timeoutSeconds: apiTimeoutSeconds },
  'ops/authorizer': { principal: undefined, timeoutSeconds: 5 },
  'notification/send': { principal: 'notification', timeoutSeconds: 120 },
  // Less than its interval: a run ends before the next begins.
  'notification/deferred': { principal: 'notification', timeoutSeconds: 55 },
  'ops/kafka-access': { principal: 'admin', timeoutSeconds: 300 },
  'ops/scram-rotation': { principal: undefined, timeoutSeconds: 30 },
} as const satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functions;
/** The functions that speak Kafka. */
export type KafkaFunctionName = {
  [F in FunctionName]: (typeof functions)[F]['principal'] extends Principal ? F : never;
}[FunctionName];
export const functionNames = Object.keys(functions) as readonly FunctionName[];

/** The environment contract of each function, so that a variable that is missing does not compile. */
export interface FunctionEnvironments {
  readonly 'order/intake': IntakeEnvironment;
  readonly 'order/status': StatusEnvironment;
  readonly 'order/wait': WaitEnvironment;
  readonly 'order/health': HealthEnvironment;
  readonly 'order/saga': SagaEnvironment;
  readonly 'order/requests': RequestsEnvironment;
  readonly 'order/admin': AdminEnvironment;
  readonly 'order/sweep': SweepEnvironment;
  readonly 'inventory/router': RouterEnvironment;
  readonly 'inventory/ledger': LedgerEnvironment;
  readonly 'inventory/admin': InventoryAdminEnvironment;
  readonly 'payment/charge': ChargeEnvironment;
  readonly 'payment/reconcile': ReconcileEnvironment;
  readonly 'payment/webhook': WebhookEnvironment;
  readonly 'audit/publish': Readonly<Record<never, string>>;
  readonly 'audit/record': RecordEnvironment;
  readonly 'audit/timeline': TimelineEnvironment;
  readonly 'analytics/project': ProjectEnvironment;
  readonly 'analytics/query': QueryEnvironment;
  readonly 'ops/dead-letters': DeadLettersEnvironment;
  readonly 'ops/authorizer': AuthorizerEnvironment;
  readonly 'notification/send': SendEnvironment;
  readonly 'notification/deferred': SendEnvironment;
  readonly 'ops/kafka-access': Readonly<Record<never, string>>;
  readonly 'ops/scram-rotation': Readonly<Record<never, string>>;
}
