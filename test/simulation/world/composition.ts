import { projectConsumer } from '../../../functions/analytics/project/project.consumer.ts';
import { publishConsumer } from '../../../functions/audit/publish/publish.consumer.ts';
import { recordConsumer } from '../../../functions/audit/record/record.consumer.ts';
import { adminRoutes as inventoryAdminRoutes } from '../../../functions/inventory/admin/admin.routes.ts';
import { ledgerConsumer } from '../../../functions/inventory/ledger/ledger.consumer.ts';
import { routerConsumer } from '../../../functions/inventory/router/router.consumer.ts';
import { deferredTask } from '../../../functions/notification/deferred/deferred.task.ts';
import type { MessageProvider } from '../../../functions/notification/model/ports.ts';
import { sendConsumer } from '../../../functions/notification/send/send.consumer.ts';
import { adminRoutes } from '../../../functions/order/admin/admin.routes.ts';
import { intakeRoutes } from '../../../functions/order/intake/intake.routes.ts';
import type { ConsumerLag } from '../../../functions/order/model/ports.ts';
import { requestsRoutes } from '../../../functions/order/requests/requests.routes.ts';
import { sagaConsumer } from '../../../functions/order/saga/saga.consumer.ts';
import { sweepTask } from '../../../functions/order/sweep/sweep.task.ts';
import { chargeConsumer } from '../../../functions/payment/charge/charge.consumer.ts';
import type { GatewayStatement, PaymentGateway, PaymentObserver } from '../../../functions/payment/model/ports.ts';
import type { DisputeReports, OwnerOf, VerifyEvent } from '../../../functions/payment/model/webhook-ports.ts';
import { reconcileTask } from '../../../functions/payment/reconcile/reconcile.task.ts';
import { webhookRoutes } from '../../../functions/payment/webhook/webhook.routes.ts';
import type { Dependencies } from '../../../functions/shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../../functions/shared/runtime/handlers/kafka-consumer.ts';
import type { ScheduledWork } from '../../../functions/shared/runtime/handlers/scheduled-task.ts';
import type { Routes } from '../../../functions/shared/runtime/http/http-handler.ts';
import type { Validators } from '../../../functions/shared/runtime/idioms/accepted-events.ts';
import { type BatchHandler, batch } from '../../../functions/shared/runtime/idioms/batch.ts';
import type { BatchObserver, Deadline } from '../../../functions/shared/runtime/idioms/idiom.ts';
import { kafkaDeadLetters } from '../../../functions/shared/runtime/kafka/kafka-dead-letters.ts';
import { kafkaEvents } from '../../../functions/shared/runtime/kafka/kafka-events.ts';
import type { KafkaProducer } from '../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { ConsumerFunction, FunctionName } from '../../../schemas/functions/functions.ts';
import type { EventType } from '../../../schemas/generated/types.ts';
import type { environmentOf } from './settings.ts';

/** What one execution environment has at hand, all of it simulated. */
export interface SimulatedDependencies extends Dependencies<ReturnType<typeof environmentOf>> {
  readonly producer: KafkaProducer;
  readonly gateway: PaymentGateway;
  readonly statement: GatewayStatement;
  readonly verify: VerifyEvent;
  readonly ownerOf: OwnerOf;
  /** Absent where the gateway has no disputes. */
  readonly disputes?: DisputeReports;
  readonly provider: MessageProvider;
  readonly lag: ConsumerLag;
  readonly newId: () => string;
  readonly paymentObserver: PaymentObserver;
  readonly batchObserver: BatchObserver;
  /** The validators of what the function emits, with the defects of the plan. */
  readonly validating: <T extends EventType>(validators: Validators<T>) => Validators<T>;
}

/** A few orders already leave outcomes in pages. */
const shortLog = { length: 10, cutTo: 5 };

/** A function as it is put together in one execution environment. */
export interface Composed {
  readonly consume?: BatchHandler;
  readonly runTask?: (deadline: Deadline) => Promise<unknown>;
  readonly routes?: Routes;
}

const consumes = <E, T extends EventType>(
  { accept, idiom, emits, deadLetters = (sink) => sink }: KafkaConsumer<E, T>,
  means: SimulatedDependencies,
): Composed => ({
  consume: batch({
    accept,
    idiom,
    events: kafkaEvents(means.producer, means.validating(emits)),
    deadLetters: deadLetters(kafkaDeadLetters(means.producer)),
    observer: means.batchObserver,
    // Shown to operators: nothing is decided by it.
    lastErrors: { keep: async () => undefined },
  }),
});

const scheduled = <T extends EventType>(
  { emits, task }: ScheduledWork<T>,
  { producer, validating }: SimulatedDependencies,
): Composed => ({
  runTask: (deadline) => task({ events: kafkaEvents(producer, validating(emits)), deadline }),
});

export type Composition = (means: SimulatedDependencies) => Composed;

const count = () => undefined;

/**
 * Every function that orders depend on, and every consumer: composed as its handler composes it, but for drivers and telemetry. A
 * consumer that is missing does not compile.
 */
export const compositions = {
  'order/intake': (means) => ({ routes: intakeRoutes(means, means) }),
  'order/requests': (means) => ({ routes: requestsRoutes(means, means) }),
  'order/admin': (means) => ({ routes: adminRoutes(means, means) }),
  'order/saga': (means) => consumes(sagaConsumer(means), means),
  'order/sweep': (means) => scheduled(sweepTask(means, means), means),
  'inventory/router': (means) => consumes(routerConsumer(means), means),
  'inventory/ledger': (means) => consumes(ledgerConsumer(means, shortLog), means),
  'inventory/admin': (means) => ({ routes: inventoryAdminRoutes(means, means) }),
  'payment/charge': (means) =>
    consumes(chargeConsumer(means, { gateway: means.gateway, observer: means.paymentObserver }), means),
  'payment/reconcile': (means) =>
    scheduled(
      reconcileTask(means, {
        ...{ gateway: means.gateway, statement: means.statement, observer: means.paymentObserver },
        ...(means.disputes && { disputes: means.disputes }),
      }),
      means,
    ),
  'payment/webhook': (means) => ({
    routes: webhookRoutes(means, { ...means, observer: { unmatched: () => undefined } }),
  }),
  'notification/send': (means) => consumes(sendConsumer(means, { provider: means.provider, count }), means),
  'notification/deferred': (means) => scheduled(deferredTask(means, { provider: means.provider, count }), means),
  'analytics/project': (means) => consumes(projectConsumer(means), means),
  'audit/publish': (means) => consumes(publishConsumer(), means),
  'audit/record': (means) => consumes(recordConsumer(means), means),
} as const satisfies Partial<Record<FunctionName, Composition>> & Record<ConsumerFunction, Composition>;

export type ComposedFunction = keyof typeof compositions;
