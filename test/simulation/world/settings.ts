import { chargeLeaseSeconds } from '../../../lib/config/charge-lease.ts';
import { ordersPerSweep } from '../../../lib/config/consumer-load.ts';
import { stageConfig } from '../../../lib/config/stages.ts';
import { dueIndex } from '../../../schemas/due-index.ts';
import { functions } from '../../../schemas/functions/functions.ts';
import { type TableKeys, type TableName, tables } from '../../../schemas/tables.ts';
import type { TableDefinition } from '../dynamodb/simulated-table.ts';
import type { Plan } from '../plan/plan.ts';

const { orders, payment, notification, consumers } = stageConfig('dev');

const tableNames = Object.keys(tables) as readonly TableName[];

/** The tables as the stack declares them, under their plain names. */
export const tableDefinitions: readonly TableDefinition[] = tableNames.map((name) => {
  const { partitionKey, sortKey, timeToLive, due }: TableKeys = tables[name];
  return {
    name,
    partitionKey,
    ...(sortKey !== undefined && { sortKey }),
    ...(timeToLive !== undefined && { timeToLive }),
    ...(due && { indexes: [{ ...dueIndex, projection: 'KEYS_ONLY' as const }] }),
  };
});

/** Variables of all functions. Those that differ by run are the plan's. */
export const environmentOf = ({ modes }: Plan) => ({
  ORDERS_TABLE: 'orders',
  PRICES_TABLE: 'prices',
  IDEMPOTENCY_TABLE: 'idempotency',
  STOCK_TABLE: 'stock',
  RESERVATIONS_TABLE: 'reservations',
  HOLDS_TABLE: 'holds',
  PAYMENTS_TABLE: 'payments',
  STATEMENTS_TABLE: 'statements',
  AUDIT_TABLE: 'audit',
  VIEWS_TABLE: 'views',
  SEEN_TABLE: 'seen',
  NOTIFICATIONS_TABLE: 'notifications',
  MAILBOX_TABLE: 'mailbox',
  STEP_DEADLINE_SECONDS: String(orders.stepDeadlineSeconds),
  SAGA_DEADLINE_SECONDS: String(orders.sagaDeadlineSeconds),
  SWEEP_ORDERS_PER_RUN: String(ordersPerSweep(consumers)),
  PAYMENT_GATEWAY: 'simulated',
  GATEWAY_RESOURCE: 'gateway',
  GATEWAY_TIMEOUT_MS: String(payment.timeoutMs),
  CHARGE_HORIZON_SECONDS: String(payment.horizonSeconds),
  CHARGE_LEASE_SECONDS: String(chargeLeaseSeconds(payment)),
  NOTIFICATION_SETTINGS: JSON.stringify({
    ...notification,
    limits: { user: modes.allowance, operations: modes.allowance },
  }),
});

export type SimulatedFunction = keyof typeof functions;

export const timeoutMsOf = (name: SimulatedFunction): number => functions[name].timeoutSeconds * 1_000;

/** Longest wait of a caller for the gateway's answer to one request. */
export const gatewayTimeoutMs = payment.timeoutMs;

/** Functions that a schedule starts, and how often; milliseconds. */
export const schedules = {
  'order/sweep': 60_000,
  'payment/reconcile': 60_000,
  'notification/deferred': 60_000,
} as const satisfies Partial<Record<SimulatedFunction, number>>;

export type ScheduledFunction = keyof typeof schedules;

/** Whether no order waits for what a function does. */
export const isBystander = (name: SimulatedFunction): boolean => functions[name].latency === 'background';
