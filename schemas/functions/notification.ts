import type { Declarations } from './declaration.ts';

const notifications = {
  NOTIFICATIONS_TABLE: { table: 'notifications', access: 'readWrite', due: true },
  /** `none` where messages are sent. */
  MAILBOX_TABLE: { setting: 'notification.mailbox' },
  /** The stage's notification settings in JSON, checked when the stage is configured. */
  NOTIFICATION_SETTINGS: { setting: 'notification.settings' },
} as const;

export const notification = {
  'notification/send': {
    principal: 'notification',
    timeoutSeconds: 120,
    latency: 'background',
    recordsPerSecond: 200,
    environment: notifications,
    consumes: [
      {
        topic: 'orders.created',
        group: 'notification-send.orders',
        only: ['ORDER_CREATED', 'ORDER_CANCELLED', 'ORDER_SHIPPED', 'ORDER_COMPLETED'],
      },
      {
        topic: 'payments.completed',
        group: 'notification-send.payments',
        only: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
      },
      {
        topic: 'inventory.updated',
        group: 'notification-send.inventory',
        // The last unit of a SKU is taken: one message a stock-out, not one an order.
        only: [{ type: 'STOCK_RESERVED', where: { available: [0] } }],
      },
    ],
    batching: { batchSize: 200, batchingWindowSeconds: 3 },
    produces: ['notifications.events'],
  },
  'notification/deferred': {
    principal: 'notification',
    // Less than its interval: a run ends before the next begins.
    timeoutSeconds: 55,
    everySeconds: 60,
    latency: 'background',
    // One run at a time.
    concurrency: 1,
    environment: notifications,
    produces: ['notifications.events'],
  },
} as const satisfies Declarations<'notification'>;
