import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

/** Deadline of an automatic step: after it the sweep repairs an order, and operators see it among the stuck ones. */
const stepDeadline = { STEP_DEADLINE_SECONDS: { setting: 'orders.stepDeadlineSeconds' } } as const;

export const order = {
  'order/intake': {
    principal: 'order',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 200,
    callsPerEnvironment: 64,
    environment: {
      ORDERS_TABLE: { table: 'orders', access: 'readWrite' },
      PRICES_TABLE: { table: 'prices', access: 'read' },
      /** Replay cache of release 0.3, not used any more: its code needs the grant until CloudFormation replaces it, after the policy. */
      IDEMPOTENCY_TABLE: { table: 'idempotency', access: 'readWrite' },
      ...stepDeadline,
    },
    produces: ['orders.created'],
  },
  'order/status': {
    principal: 'order',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 115,
    callsPerEnvironment: 64,
    environment: { ORDERS_TABLE: { table: 'orders', access: 'read' } },
  },
  'order/wait': {
    principal: 'order',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 'waits',
    callsPerEnvironment: 64,
    environment: {
      ORDERS_TABLE: { table: 'orders', access: 'read' },
      /** The open waits of each client. */
      WAITS_TABLE: { table: 'waits', access: 'readWrite' },
      /** Waits that one client may have at one time. */
      WAITS_PER_CLIENT: { setting: 'api.waitsPerClient' },
    },
  },
  'order/health': {
    principal: 'order',
    timeoutSeconds: 10,
    latency: 'critical',
    concurrency: 5,
    environment: { ORDERS_TABLE: { table: 'orders', access: 'read' } },
  },
  'order/requests': {
    principal: 'order',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 20,
    environment: { ORDERS_TABLE: { table: 'orders', access: 'readWrite' } },
    produces: ['orders.created'],
  },
  'order/saga': {
    principal: 'order',
    timeoutSeconds: 60,
    latency: 'critical',
    // It writes an item for each order, tens at once at some milliseconds each.
    recordsPerSecond: 200,
    environment: { ORDERS_TABLE: { table: 'orders', access: 'readWrite' }, ...stepDeadline },
    consumes: [
      {
        topic: 'orders.created',
        group: 'order-saga.orders',
        only: ['ORDER_CREATED', 'ORDER_CANCEL_REQUESTED', 'ORDER_SHIP_REQUESTED', 'ORDER_COMPLETE_REQUESTED'],
      },
      { topic: 'inventory.updated', group: 'order-saga.inventory', only: ['STOCK_RESERVED', 'STOCK_REJECTED'] },
      {
        topic: 'payments.completed',
        group: 'order-saga.payments',
        // A dispute moves no order: operators answer it at the gateway.
        only: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
      },
    ],
    produces: ['orders.created'],
  },
  'order/sweep': {
    principal: 'order',
    // Less than its interval: a run ends before the next begins.
    timeoutSeconds: 55,
    everySeconds: 60,
    latency: 'critical',
    // One run at a time.
    concurrency: 1,
    environment: {
      ORDERS_TABLE: { table: 'orders', access: 'readWrite', due: true },
      ...stepDeadline,
      /** After so long an order that is not paid is cancelled. */
      SAGA_DEADLINE_SECONDS: { setting: 'orders.sagaDeadlineSeconds' },
      /** Most orders that one run repairs or cancels. */
      SWEEP_ORDERS_PER_RUN: { setting: 'orders.perSweep' },
    },
    produces: ['orders.created'],
  },
  'order/admin': {
    principal: 'order',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 5,
    environment: { ORDERS_TABLE: { table: 'orders', access: 'readWrite', due: true }, ...stepDeadline },
    produces: ['orders.created'],
  },
} as const satisfies Declarations<'order'>;
