import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

export const inventory = {
  'inventory/router': {
    principal: 'inventory',
    timeoutSeconds: 60,
    latency: 'critical',
    recordsPerSecond: 200,
    environment: { HOLDS_TABLE: { table: 'holds', access: 'appendMany' } },
    consumes: [
      {
        topic: 'orders.created',
        group: 'inventory-router.orders',
        observedBy: ['order'],
        only: ['ORDER_CREATED', 'ORDER_CANCELLED'],
      },
      {
        topic: 'payments.completed',
        group: 'inventory-router.payments',
        only: ['ORDER_PAID', 'PAYMENT_FAILED'],
        // No order waits for its COMMIT: those of a second reach the ledger together, which writes each SKU once for them.
        batchingWindowSeconds: 1,
      },
    ],
    produces: ['inventory.commands'],
  },
  'inventory/ledger': {
    principal: 'inventory',
    timeoutSeconds: 120,
    latency: 'critical',
    recordsPerSecond: 500,
    environment: {
      STOCK_TABLE: { table: 'stock', access: 'state' },
      RESERVATIONS_TABLE: { table: 'reservations', access: 'appendMany' },
    },
    consumes: [{ topic: 'inventory.commands', group: 'inventory-ledger.commands', observedBy: ['order'] }],
    // The fold commits many records of one SKU at the price of one: the larger the batch, the cheaper the record.
    batching: { batchSize: 1_000 },
    produces: ['inventory.updated'],
  },
  'inventory/admin': {
    principal: 'inventory',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'critical',
    concurrency: 5,
    environment: { STOCK_TABLE: { table: 'stock', access: 'read' } },
    produces: ['inventory.commands'],
  },
} as const satisfies Declarations<'inventory'>;
