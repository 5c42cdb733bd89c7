import { type Topic, topics } from './catalogue.ts';

/** The CloudWatch namespace of all metrics of the functions. */
export const metricNamespace = 'orderstream';

const consumers: readonly string[] = [
  ...new Set(Object.values<Topic>(topics).flatMap((topic) => topic.consumers.map((consumer) => consumer.function))),
];
const paymentWorkers = ['payment/charge', 'payment/reconcile'];
const notifiers = ['notification/send', 'notification/deferred'];

/**
 * The functions' metrics by name, with the functions that emit each. Alarms and dashboards use only these, so that none waits
 * for a metric without an emitter. The dimensions are `service` and `function_name`; money also has its `currency`.
 */
export const metrics = {
  // Of every consumer.
  RecordsReceived: consumers,
  BatchSize: consumers,
  /** How long the oldest record of a batch had been in Kafka. */
  LagSeconds: consumers,
  RecordsDeadLettered: consumers,
  /** Failed, and redelivered. */
  RecordsFailed: consumers,
  /** On another partition than that of their key. */
  RecordsMisplaced: consumers,

  OrdersAccepted: ['order/intake'],
  OrdersReachedProcessing: ['order/saga', 'order/sweep'],
  OrdersReachedPaid: paymentWorkers,
  OrdersReachedPaymentFailed: paymentWorkers,
  OrdersReachedShipped: ['order/saga'],
  OrdersReachedCompleted: ['order/saga'],
  OrdersReachedCancelled: ['order/saga', 'order/sweep'],
  TimeToPaid: paymentWorkers,
  /** Charged, in the smallest unit of the currency. */
  Revenue: paymentWorkers,
  Refunded: paymentWorkers,

  OrdersStuck: ['order/sweep'],
  OrdersRepaired: ['order/sweep'],
  OrdersTimedOut: ['order/sweep'],
  OrderRepairsHeld: ['order/sweep'],

  /** The last unit of a SKU was taken. */
  StockOuts: ['inventory/ledger'],
  LinesRejected: ['inventory/ledger'],

  ChargesParked: paymentWorkers,
  /** The outcome of a refund is unknown: it is retried. */
  RefundsFailed: paymentWorkers,
  /** A refund was refused or ended without a payout: it needs an operator. */
  RefundsRejected: paymentWorkers,
  GatewayBreakerOpened: paymentWorkers,
  PaymentsReconciled: ['payment/reconcile'],
  PaymentsLeftOpen: ['payment/reconcile'],
  /** The gateway's statement differs from the payment ledger. */
  StatementDifferences: ['payment/reconcile'],

  /** Emitted facts of disputes. */
  PaymentDisputes: paymentWorkers,
  WebhookEventsTaken: ['payment/webhook'],
  /** Signed by the gateway, and of an unknown payment. */
  WebhookEventsUnmatched: ['payment/webhook'],
  /** Without a valid signature, or too old. */
  WebhookEventsRefused: ['payment/webhook'],
  /** Not stored, to be redelivered: the table, the secret or Stripe was unavailable. */
  WebhookEventsFailed: ['payment/webhook'],

  NotificationsSent: notifiers,
  NotificationsFailed: notifiers,
  NotificationsDeferred: notifiers,
  NotificationsPostponed: notifiers,
  /** Facts without an address to notify. */
  NotificationsSkipped: ['notification/send'],
  QueuesInterrupted: ['notification/deferred'],

  FreshnessSeconds: ['analytics/query'],
  LagRecords: ['analytics/query'],
  /** Retention removed them before the views had counted them. */
  LostRecords: ['analytics/query'],
  /** Dead-lettered by the projection, and in no view yet. */
  UncountedDeadLetters: ['analytics/query'],
} as const satisfies Record<string, readonly string[]>;

export type MetricName = keyof typeof metrics;
