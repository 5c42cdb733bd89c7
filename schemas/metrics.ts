import { type Topic, topics } from './catalogue.ts';

/** Of CloudWatch: all metrics of the functions are in it. */
export const metricNamespace = 'orderstream';

const consumers: readonly string[] = [
  ...new Set(Object.values<Topic>(topics).flatMap((topic) => topic.consumers.map((consumer) => consumer.function))),
];
const settling = ['payment/charge', 'payment/reconcile'];
const telling = ['notification/send', 'notification/deferred'];

/**
 * What the functions measure, by name, and who does. Alarms and dashboards are about these and no others, so that none of them
 * waits for a metric that nobody emits. The dimensions are `service` and `function_name`; money also has its `currency`.
 */
export const metrics = {
  // Of every consumer.
  RecordsReceived: consumers,
  BatchSize: consumers,
  /** How long the oldest record of a batch had been in Kafka. */
  LagSeconds: consumers,
  RecordsDeadLettered: consumers,
  /** Failed, and delivered again. */
  RecordsFailed: consumers,
  /** On another partition than their key's. */
  RecordsMisplaced: consumers,

  OrdersAccepted: ['order/intake'],
  OrdersReachedProcessing: ['order/saga', 'order/sweep'],
  OrdersReachedPaid: settling,
  OrdersReachedPaymentFailed: settling,
  OrdersReachedShipped: ['order/saga'],
  OrdersReachedCompleted: ['order/saga'],
  OrdersReachedCancelled: ['order/saga', 'order/sweep'],
  TimeToPaid: settling,
  /** Charged, in the smallest unit of the currency. */
  Revenue: settling,
  Refunded: settling,

  OrdersStuck: ['order/sweep'],
  OrdersRepaired: ['order/sweep'],
  OrdersTimedOut: ['order/sweep'],
  OrderRepairsHeld: ['order/sweep'],

  /** The last unit of a SKU was taken. */
  StockOuts: ['inventory/ledger'],
  LinesRejected: ['inventory/ledger'],

  ChargesParked: settling,
  /** A refund got no answer, and is tried again. */
  RefundsFailed: settling,
  /** A refund was refused or ended without giving the money back: an operator's work. */
  RefundsRejected: settling,
  GatewayBreakerOpened: settling,
  PaymentsReconciled: ['payment/reconcile'],
  PaymentsLeftOpen: ['payment/reconcile'],
  /** The gateway's statement says otherwise than our books. */
  StatementDifferences: ['payment/reconcile'],

  /** Facts of disputes, emitted. */
  PaymentDisputes: settling,
  WebhookEventsTaken: ['payment/webhook'],
  /** Signed by the gateway, and of no payment of ours. */
  WebhookEventsUnmatched: ['payment/webhook'],
  /** Without a valid signature, or too old. */
  WebhookEventsRefused: ['payment/webhook'],
  /** Not taken, and to be sent again: the table, the secret or Stripe was out of reach. */
  WebhookEventsFailed: ['payment/webhook'],

  NotificationsSent: telling,
  NotificationsFailed: telling,
  NotificationsDeferred: telling,
  NotificationsPostponed: telling,
  /** Facts of which there is nobody to tell. */
  NotificationsSkipped: ['notification/send'],
  QueuesInterrupted: ['notification/deferred'],

  FreshnessSeconds: ['analytics/query'],
  LagRecords: ['analytics/query'],
  /** Retention took them before the views had counted them. */
  LostRecords: ['analytics/query'],
  /** Dead-lettered by the projection, and in no view yet. */
  UncountedDeadLetters: ['analytics/query'],
} as const satisfies Record<string, readonly string[]>;

export type MetricName = keyof typeof metrics;
