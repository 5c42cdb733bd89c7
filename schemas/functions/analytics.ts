import { apiTimeoutSeconds, type Declarations } from './declaration.ts';

export const analytics = {
  'analytics/project': {
    principal: 'analytics',
    timeoutSeconds: 120,
    latency: 'background',
    // It folds many records into one write.
    recordsPerSecond: 1_000,
    environment: {
      VIEWS_TABLE: { table: 'views', access: 'readWrite' },
      SEEN_TABLE: { table: 'seen', access: 'readWrite' },
    },
    consumes: [
      {
        topic: 'orders.created',
        group: 'analytics-project.orders',
        // Facts: requests are in no view.
        only: ['ORDER_CREATED', 'ORDER_PROCESSING', 'ORDER_CANCELLED', 'ORDER_SHIPPED', 'ORDER_COMPLETED'],
      },
      {
        topic: 'payments.completed',
        group: 'analytics-project.payments',
        only: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
      },
      {
        topic: 'inventory.updated',
        group: 'analytics-project.inventory',
        only: ['STOCK_REJECTED', { type: 'STOCK_RESERVED', where: { available: [0] } }],
      },
      { topic: 'notifications.events', group: 'analytics-project.notifications' },
    ],
    // The orders of a minute share rows and pages; a stage may have a shorter window.
    batching: { batchSize: 2_000, batchingWindowSeconds: 60 },
  },
  'analytics/query': {
    principal: 'analytics',
    timeoutSeconds: apiTimeoutSeconds,
    latency: 'background',
    concurrency: 10,
    environment: { VIEWS_TABLE: { table: 'views', access: 'read' } },
    // It answers HTTP; on schedule, it measures how fresh and complete the views are.
    everySeconds: 60,
  },
} as const satisfies Declarations<'analytics'>;
