/* Generated from schemas/ by `node schemas/generate.ts`; do not edit. */

/**
 * Derived from what happened, so that an event emitted again has the id of the first: consumers treat an id seen before as done.
 */
export type EventId = string;
/**
 * RFC 3339, UTC, milliseconds: 2026-11-22T06:26:14.000Z.
 */
export type Timestamp = string;
/**
 * The actor that requested it, where it was not the system itself: `user:<sub>`, `key:<id of the client's first API key>`, `iam:<arn>`; of a role, its session and access key in brackets.
 */
export type Actor = string;
/**
 * Trace id of W3C Trace Context: 32 lower-case hexadecimal digits, the order's own from first to last event.
 */
export type TraceId = string;
/**
 * UUID of the order; derived from (client, Idempotency-Key) where the header is given.
 */
export type OrderId = string;
/**
 * The client's name for its user: 1 to 128 visible ASCII characters.
 */
export type UserId = string;
/**
 * Stock-keeping unit, case-sensitive: 85123A, DCGS0076, gift_0001_20.
 */
export type Sku = string;
/**
 * Whole units of a SKU.
 */
export type Quantity = number;
/**
 * Money in the currency's minor unit (ISO 4217), within the safe integers.
 */
export type Amount = number;
/**
 * ISO 4217 code: EUR.
 */
export type Currency = string;
/**
 * The gateway's opaque token, never card data. Secret: masked in logs.
 */
export type PaymentToken = string;
export type Email = string;
/**
 * E.164: +35312345678.
 */
export type Phone = string;
/**
 * The reason as a code, with its subjects after a colon: `OUT_OF_STOCK: 85123A, 22423`.
 */
export type Reason = string;
/**
 * UUID of the payment of an order.
 */
export type PaymentId = string;
/**
 * UUID of a reservation (one line of an order) or of a stock adjustment: what makes a command idempotent.
 */
export type ReservationId = string;
/**
 * UUID of a notification: one event, one channel.
 */
export type NotificationId = string;
/**
 * Channel by which a customer is notified.
 */
export type Channel = 'email' | 'sms';
/**
 * Name of the template that the text is made from: `order-paid`.
 */
export type Template = string;
/**
 * A topic of events; its dead-letter queue is `<topic>.dlq`.
 */
export type TopicName =
  | 'orders.created'
  | 'payments.completed'
  | 'inventory.commands'
  | 'inventory.updated'
  | 'notifications.events'
  | 'orders.audit';
/**
 * State of an order; COMPLETED, CANCELLED and PAYMENT_FAILED are terminal.
 */
export type OrderState = 'CREATED' | 'PROCESSING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CANCELLED' | 'PAYMENT_FAILED';

/**
 * An order was accepted, with its lines and their prices. Emitted before any decision about it.
 */
export interface OrderCreated {
  readonly type: 'ORDER_CREATED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly user_id: UserId;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  readonly line_items: readonly LineItem[];
  readonly amount: Amount;
  readonly currency: Currency;
  readonly status: 'CREATED';
  readonly created_at: Timestamp;
  readonly payment_token: PaymentToken;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * Origin of the event.
 */
export interface Metadata {
  /**
   * Correlation id: the order id, or an operator's request id.
   */
  readonly correlation_id: string;
  /**
   * The function that emits: order/saga.
   */
  readonly source: string;
  /**
   * Attempt at the work that the event reports; 1 except for deferred work that was retried.
   */
  readonly attempt: number;
  /**
   * Version of the schema of this event type.
   */
  readonly schema_version: number;
  readonly actor?: Actor;
}
/**
 * One line of an order; a SKU is on at most one line.
 */
export interface LineItem {
  readonly sku: Sku;
  readonly qty: Quantity;
  readonly unit_price: Amount;
}
/**
 * Every line of the order is reserved: it may be charged. Repeats the fields that the payment service and notifications need, not the lines.
 */
export interface OrderProcessing {
  readonly type: 'ORDER_PROCESSING';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly user_id: UserId;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly status: 'PROCESSING';
  readonly created_at: Timestamp;
  readonly payment_token: PaymentToken;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * The order is cancelled, for good. Carries its lines, whose reservations are to be released.
 */
export interface OrderCancelled {
  readonly type: 'ORDER_CANCELLED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly user_id: UserId;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  readonly line_items: readonly LineItem[];
  readonly amount: Amount;
  readonly currency: Currency;
  readonly status: 'CANCELLED';
  readonly created_at: Timestamp;
  readonly reason: Reason;
  /**
   * Whether the order had reached PROCESSING: only then can it have been charged. Absent in events of earlier releases.
   */
  readonly was_processing?: boolean;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * The goods of the order are on their way.
 */
export interface OrderShipped {
  readonly type: 'ORDER_SHIPPED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly user_id: UserId;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly status: 'SHIPPED';
  readonly created_at: Timestamp;
  readonly shipment?: Shipment;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * How the goods travel. Unknown parts are absent.
 */
export interface Shipment {
  readonly carrier?: string;
  readonly tracking_number?: string;
}
/**
 * The order is completed.
 */
export interface OrderCompleted {
  readonly type: 'ORDER_COMPLETED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly user_id: UserId;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly status: 'COMPLETED';
  readonly created_at: Timestamp;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * A caller requests the cancellation of the order: the saga decides.
 */
export interface OrderCancelRequested {
  readonly type: 'ORDER_CANCEL_REQUESTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly reason?: Reason;
}
/**
 * An operator reports that the goods were handed over: the saga decides.
 */
export interface OrderShipRequested {
  readonly type: 'ORDER_SHIP_REQUESTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly shipment?: Shipment;
}
/**
 * An operator reports that the goods arrived: the saga decides.
 */
export interface OrderCompleteRequested {
  readonly type: 'ORDER_COMPLETE_REQUESTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
}
/**
 * The gateway charged the order.
 */
export interface OrderPaid {
  readonly type: 'ORDER_PAID';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly payment_id: PaymentId;
  readonly state: 'PAID';
  readonly amount: Amount;
  readonly currency: Currency;
  readonly processed_at: Timestamp;
  readonly user_id?: UserId;
  readonly order_created_at?: Timestamp;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * The gateway declined to charge the order, finally; the reason is the gateway’s own.
 */
export interface PaymentFailed {
  readonly type: 'PAYMENT_FAILED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly payment_id: PaymentId;
  readonly state: 'FAILED';
  readonly amount: Amount;
  readonly currency: Currency;
  readonly processed_at: Timestamp;
  readonly reason: Reason;
  readonly user_id?: UserId;
  readonly order_created_at?: Timestamp;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * The gateway refunded the charge of a cancelled order.
 */
export interface PaymentRefunded {
  readonly type: 'PAYMENT_REFUNDED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly payment_id: PaymentId;
  readonly state: 'REFUNDED';
  readonly reason?: Reason;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly processed_at: Timestamp;
  readonly user_id?: UserId;
  readonly order_created_at?: Timestamp;
  readonly email?: Email;
  readonly phone?: Phone;
}
/**
 * A cardholder's bank disputes the charge of an order, or the dispute moved on. The facts of one dispute come in any order.
 */
export interface PaymentDisputed {
  readonly type: 'PAYMENT_DISPUTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  readonly payment_id: PaymentId;
  /**
   * The gateway's own name of the dispute.
   */
  readonly dispute_id: string;
  /**
   * What happened to the dispute. CLOSED: it ended without a decision, as an inquiry does.
   */
  readonly state: 'OPENED' | 'FUNDS_WITHDRAWN' | 'FUNDS_REINSTATED' | 'WON' | 'LOST' | 'CLOSED';
  readonly reason: Reason;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly processed_at: Timestamp;
  readonly user_id?: UserId;
  readonly order_created_at?: Timestamp;
}
/**
 * Set stock aside for one line of an order.
 */
export interface Reserve {
  readonly type: 'RESERVE';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  readonly ordered_at?: Timestamp;
  readonly qty: Quantity;
}
/**
 * The reservation is sold.
 */
export interface Commit {
  readonly type: 'COMMIT';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  readonly ordered_at?: Timestamp;
  readonly qty: Quantity;
}
/**
 * Release the reservation, in any state. Final, also where the reservation is not known yet.
 */
export interface Release {
  readonly type: 'RELEASE';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  readonly ordered_at?: Timestamp;
  readonly qty: Quantity;
  readonly reason?: Reason;
}
/**
 * Correct the available stock: a delivery, a stock-take. Belongs to no order; its reservation_id makes it idempotent.
 */
export interface Adjust {
  readonly type: 'ADJUST';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly reservation_id: ReservationId;
  /**
   * Units that come in, or leave where negative.
   */
  readonly qty: number;
  readonly reason?: Reason;
}
/**
 * Stock is set aside for one line of an order.
 */
export interface StockReserved {
  readonly type: 'STOCK_RESERVED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  /**
   * Change of `available`: minus the quantity.
   */
  readonly delta: number;
  readonly state: 'RESERVED';
  /**
   * Units of the SKU that may be reserved, after this.
   */
  readonly available: number;
  /**
   * Dense per SKU: each new outcome is one more than the last.
   */
  readonly version: number;
  readonly processed_at: Timestamp;
}
/**
 * There was not enough stock for one line of an order. Final.
 */
export interface StockRejected {
  readonly type: 'STOCK_REJECTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  /**
   * `available` is unchanged.
   */
  readonly delta: 0;
  readonly state: 'REJECTED';
  /**
   * Units of the SKU that may be reserved, after this.
   */
  readonly available: number;
  /**
   * Dense per SKU: each new outcome is one more than the last.
   */
  readonly version: number;
  readonly processed_at: Timestamp;
  readonly reason: Reason;
}
/**
 * A reservation was sold.
 */
export interface StockCommitted {
  readonly type: 'STOCK_COMMITTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  /**
   * `available` is unchanged: the units left it when they were reserved.
   */
  readonly delta: 0;
  readonly state: 'COMMITTED';
  /**
   * Units of the SKU that may be reserved, after this.
   */
  readonly available: number;
  /**
   * Dense per SKU: each new outcome is one more than the last.
   */
  readonly version: number;
  readonly processed_at: Timestamp;
}
/**
 * A reservation was released. Final: it answers every later command for the reservation.
 */
export interface StockReleased {
  readonly type: 'STOCK_RELEASED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly order_id: OrderId;
  readonly reservation_id: ReservationId;
  /**
   * Change of `available`: the quantity, or 0 where nothing was reserved.
   */
  readonly delta: number;
  readonly state: 'RELEASED';
  /**
   * Units of the SKU that may be reserved, after this.
   */
  readonly available: number;
  /**
   * Dense per SKU: each new outcome is one more than the last.
   */
  readonly version: number;
  readonly processed_at: Timestamp;
  readonly reason?: Reason;
}
/**
 * The available stock was corrected, or the correction refused: `available` would have become negative, or all units, reserved and sold ones too, more than the largest safe integer.
 */
export interface StockAdjusted {
  readonly type: 'STOCK_ADJUSTED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly sku: Sku;
  readonly reservation_id: ReservationId;
  /**
   * Change of `available`; 0 where refused.
   */
  readonly delta: number;
  readonly state: 'ADJUSTED' | 'REFUSED';
  /**
   * Units of the SKU that may be reserved, after this.
   */
  readonly available: number;
  /**
   * Dense per SKU: each new outcome is one more than the last.
   */
  readonly version: number;
  readonly processed_at: Timestamp;
  readonly reason?: Reason;
}
/**
 * The provider took the message.
 */
export interface NotificationSent {
  readonly type: 'NOTIFICATION_SENT';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly notification_id: NotificationId;
  readonly user_id: UserId;
  readonly channel: Channel;
  readonly template: Template;
  readonly order_id?: OrderId;
  readonly state: 'SENT';
  readonly sent_at: Timestamp;
}
/**
 * The provider refused the message for good.
 */
export interface NotificationFailed {
  readonly type: 'NOTIFICATION_FAILED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly notification_id: NotificationId;
  readonly user_id: UserId;
  readonly channel: Channel;
  readonly template: Template;
  readonly order_id?: OrderId;
  readonly state: 'FAILED';
  readonly reason: Reason;
}
/**
 * The user has received many messages: this one is sent later.
 */
export interface NotificationDeferred {
  readonly type: 'NOTIFICATION_DEFERRED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly notification_id: NotificationId;
  readonly user_id: UserId;
  readonly channel: Channel;
  readonly template: Template;
  readonly order_id?: OrderId;
  readonly state: 'DEFERRED';
  readonly due_at: Timestamp;
}
/**
 * Business facts of one order: for each its type, actor, time, and the place of its event in Kafka. The fields of the event itself are the first fact.
 */
export interface AuditRecorded {
  readonly type: 'AUDIT_RECORDED';
  readonly event_id: EventId;
  readonly timestamp: Timestamp;
  readonly metadata: Metadata;
  readonly trace_id: TraceId;
  readonly order_id: OrderId;
  /**
   * Type of the event that records the fact.
   */
  readonly event: string;
  readonly actor: Actor;
  /**
   * Where the event lies: the first place where it was seen.
   */
  readonly payload_ref: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly event_id: EventId;
    /**
     * SHA-256 of the value, in lower-case hexadecimal digits.
     */
    readonly digest: string;
  };
  readonly occurred_at: Timestamp;
  /**
   * Facts of the same order from the same batch, in the order of their places. A reader that knows version 1 only would miss them: `audit/record` is deployed before `audit/publish`.
   *
   * @minItems 1
   * @maxItems 199
   */
  readonly more_facts?: {
    /**
     * Type of the event that records the fact.
     */
    readonly event: string;
    readonly actor: Actor;
    /**
     * Where the event lies: the first place where it was seen.
     */
    readonly payload_ref: {
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly event_id: EventId;
      /**
       * SHA-256 of the value, in lower-case hexadecimal digits.
       */
      readonly digest: string;
    };
    readonly occurred_at: Timestamp;
    readonly trace_id: TraceId;
    /**
     * Correlation id: the order id, or an operator's request id.
     */
    readonly correlation_id: string;
  }[];
}
/**
 * Body of `POST /admin/inventory/{sku}/adjust`: a delivery, a loss, a stock-take.
 */
export interface AdjustStockRequest {
  /**
   * Units that come in, or leave where negative.
   */
  readonly qty: number;
  readonly reason?: Reason;
  /**
   * Identifies the adjustment: the same name is the same adjustment of the SKU, for every sender and at every repetition. Without it the Idempotency-Key identifies it, for its sender alone.
   */
  readonly adjustment_id?: string;
}
/**
 * Answer of `GET /admin/analytics`: the events of a span of time, by their own timestamps.
 */
export interface Analytics {
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly resolution: 'minute' | 'day';
  readonly totals: AnalyticsFigures;
  /**
   * By minute or day, in order; those in which nothing happened are left out.
   *
   * @maxItems 1500
   */
  readonly series: readonly AnalyticsPoint[];
  /**
   * The SKUs ordered most, by units, in the whole days that the span touches. What is ordered counts, whether it is paid later or not: orders that are cancelled, declined or refunded too.
   *
   * @maxItems 100
   */
  readonly top_skus: readonly AnalyticsSku[];
  /**
   * SKUs of which there was not enough, in the whole days that the span touches.
   *
   * @maxItems 1000
   */
  readonly stock_outs: readonly AnalyticsStockOut[];
}
export interface AnalyticsFigures {
  readonly accepted: number;
  /**
   * Orders that came to each state, by the time they did.
   */
  readonly reached: {
    [k: string]: number;
  };
  /**
   * Charged less refunded, in the minor unit of each currency. Exact, beyond the safe integers too: a reader that makes doubles of all numbers rounds those.
   */
  readonly revenue: {
    [k: string]: number;
  };
  /**
   * Of the orders accepted in the span, those paid, whenever they were.
   */
  readonly converted: number;
  /**
   * `converted` of `accepted`; null where none was accepted.
   */
  readonly conversion: number | null;
  readonly refunds: number;
  /**
   * Cancelled orders by the code of their reason.
   */
  readonly cancelled: {
    [k: string]: number;
  };
  /**
   * Declined payments by the code of their reason.
   */
  readonly payment_failed: {
    [k: string]: number;
  };
  readonly time_to_paid: AnalyticsDurations;
  /**
   * @maxItems 1000
   */
  readonly notifications: readonly AnalyticsNotification[];
}
/**
 * From acceptance to payment. A quantile is the upper bound of its bucket; null where there is none.
 */
export interface AnalyticsDurations {
  readonly count: number;
  /**
   * Durations at most `le_ms` and above the bucket before; without a bound in the last one.
   *
   * @maxItems 100
   */
  readonly buckets: readonly AnalyticsBucket[];
  readonly p50_ms: number | null;
  readonly p90_ms: number | null;
  readonly p99_ms: number | null;
}
export interface AnalyticsBucket {
  readonly le_ms: number | null;
  readonly count: number;
}
export interface AnalyticsNotification {
  readonly channel: Channel;
  readonly template: Template;
  readonly state: 'SENT' | 'FAILED' | 'DEFERRED';
  readonly count: number;
}
export interface AnalyticsPoint {
  readonly at: Timestamp;
  readonly accepted: number;
  /**
   * Orders that came to each state, by the time they did.
   */
  readonly reached: {
    [k: string]: number;
  };
  /**
   * Charged less refunded, in the minor unit of each currency. Exact, beyond the safe integers too: a reader that makes doubles of all numbers rounds those.
   */
  readonly revenue: {
    [k: string]: number;
  };
}
export interface AnalyticsSku {
  readonly sku: Sku;
  /**
   * What units and revenue count: lines of accepted orders, not of paid ones.
   */
  readonly basis: 'ORDERED';
  /**
   * Units ordered.
   */
  readonly units: number;
  /**
   * Worth of the lines ordered, by currency: not what was charged, which `totals.revenue` is.
   */
  readonly revenue: {
    [k: string]: number;
  };
}
export interface AnalyticsStockOut {
  readonly sku: Sku;
  /**
   * Lines of orders for which there was not enough.
   */
  readonly rejected_lines: number;
  /**
   * When the last unit was taken, at most the last hundred.
   *
   * @maxItems 100
   */
  readonly times: readonly Timestamp[];
}
/**
 * Answer of `GET /admin/analytics/health`: how fresh the views are, and what they miss. Rows are not compared with the topics: `orderstream views health` does that too.
 */
export interface AnalyticsHealth {
  /**
   * How long the oldest record that waits has waited, to about a twentieth; 0 where nothing waits.
   */
  readonly freshness_seconds: number;
  /**
   * Records that wait: the views do not have them yet.
   */
  readonly lag_records: number;
  /**
   * Records that retention removed before the views had counted them.
   */
  readonly lost_records: number;
  /**
   * Records that the projection itself dead-lettered, and that neither a replay nor a rebuild has counted since. Not those that its event source dead-lettered after their last attempt, of which the projection never learns: `GET /admin/dead-letters` lists them as `given_up_by` `event-source`.
   */
  readonly dead_lettered_records: number;
  /**
   * Nothing waits, is lost or was dead-lettered by the projection itself, and every accepted order is accounted for. It does not cover what the event source dead-lettered.
   */
  readonly complete: boolean;
  /**
   * @maxItems 20
   */
  readonly topics: readonly AnalyticsTopic[];
  readonly orders: AnalyticsOrders;
}
export interface AnalyticsTopic {
  readonly topic: string;
  readonly lag_records: number;
  /**
   * The partitions with records that wait.
   *
   * @maxItems 1000
   */
  readonly behind: readonly AnalyticsPartition[];
  /**
   * Records that retention removed before the views had counted them.
   */
  readonly lost_records: number;
  /**
   * Records that the projection itself dead-lettered, and that neither a replay nor a rebuild has counted since. Not those that its event source dead-lettered after their last attempt, of which the projection never learns: `GET /admin/dead-letters` lists them as `given_up_by` `event-source`.
   */
  readonly dead_lettered_records: number;
  /**
   * How long the oldest record that waits has waited; absent where nothing waits.
   */
  readonly waiting_seconds?: number;
  readonly newest_event_at?: Timestamp;
  /**
   * Age of the newest event applied.
   */
  readonly age_seconds?: number;
}
export interface AnalyticsPartition {
  readonly partition: number;
  readonly lag_records: number;
}
/**
 * All orders that the views know, each in one account; open ones are on their way.
 */
export interface AnalyticsOrders {
  readonly accepted: number;
  /**
   * Negative where more ended than were accepted: something is missing.
   */
  readonly open: number;
  /**
   * Charged and not refunded: PAID, SHIPPED or COMPLETED.
   */
  readonly paid: number;
  readonly cancelled: number;
  readonly payment_failed: number;
}
/**
 * Body of `POST /orders/{id}/cancel`; may be absent.
 */
export interface CancelOrderRequest {
  /**
   * The reason as a code of this list: metrics by reason are bounded. Other reasons go into the note, under `OTHER`.
   */
  readonly reason?:
    | 'CHANGED_MIND'
    | 'ORDERED_BY_MISTAKE'
    | 'DUPLICATE_ORDER'
    | 'FOUND_BETTER_PRICE'
    | 'DELIVERY_TOO_LATE'
    | 'WRONG_ADDRESS'
    | 'RETURNED'
    | 'PAYMENT_PROBLEM'
    | 'SUSPECTED_FRAUD'
    | 'OTHER';
  /**
   * The reason in words, one line. Follows the code in the order’s reason: `OTHER: moves house`.
   */
  readonly note?: string;
}
/**
 * Answer of `GET /admin/dead-letters`: the records of a topic's dead-letter queue, the newest first. A record's value is redacted.
 */
export interface DeadLetters {
  readonly topic: TopicName;
  /**
   * The dead-letter queue: a topic too.
   */
  readonly queue: string;
  /**
   * The number of records in the queue. Replayed ones stay in it until its retention ends, marked as `replayed`.
   */
  readonly held: number;
  readonly letters: {
    /**
     * Partition of the queue.
     */
    readonly partition: number;
    /**
     * Offset in that partition: with it, the address for a replay.
     */
    readonly offset: number;
    readonly at: Timestamp;
    /**
     * `function`: the consumer found that it can never process the record. `event-source`: the retries or the record's age reached their limit. `unknown`: in neither form.
     */
    readonly given_up_by: 'function' | 'event-source' | 'unknown';
    /**
     * The cause; addresses and numbers of persons are redacted.
     */
    readonly cause: string;
    readonly last_error?: LastError;
    /**
     * Number of attempts; absent where it is not recorded.
     */
    readonly attempts?: number;
    /**
     * The record's consumer group; absent where it is not recorded.
     */
    readonly consumer_group?: string;
    /**
     * The record's place in its topic; absent where it is not recorded.
     */
    readonly source?: {
      readonly partition: number;
      readonly offset: number;
    };
    /**
     * Its key, as text; absent where it has none.
     */
    readonly key?: string;
    /**
     * The type by the record's headers.
     */
    readonly event_type?: string;
    readonly event_id?: EventId;
    /**
     * Whether the original record is known, so that it can be replayed.
     */
    readonly replayable: boolean;
    readonly replayed?: ReplayMark;
  }[];
  /**
   * Identifies the next page, of older records; absent on the last.
   */
  readonly next?: string;
}
/**
 * The consumer's last error, for a letter of an event source: with this record, or with one before it in its batch; addresses and numbers of persons are redacted. Absent where none was recorded: the function timed out or crashed, or the record was never delivered.
 */
export interface LastError {
  readonly error: string;
  readonly at: Timestamp;
}
/**
 * When and by whom it was replayed. The replay covers all letters of the record and of its event that were written before.
 */
export interface ReplayMark {
  readonly at: Timestamp;
  /**
   * The operator that requested the replay.
   */
  readonly by: string;
}
/**
 * Answer (202) to a replay: the records are in their topic again, unchanged, and marked as replayed. Consumers are idempotent, so that a second replay is harmless.
 */
export interface DeadLettersReplayed {
  readonly topic: TopicName;
  readonly replayed: {
    /**
     * Partition of the queue.
     */
    readonly partition: number;
    /**
     * Offset in that partition.
     */
    readonly offset: number;
    /**
     * Partition of the topic; several where an event source dead-lettered several records together.
     *
     * @minItems 1
     */
    readonly written_to: readonly number[];
  }[];
  /**
   * Letters that were named and not replayed, because an earlier replay covers them.
   *
   * @maxItems 100
   */
  readonly skipped: {
    /**
     * Partition of the queue.
     */
    readonly partition: number;
    /**
     * Offset in that partition.
     */
    readonly offset: number;
    /**
     * When and by whom it was replayed. The replay covers all letters of the record and of its event that were written before.
     */
    readonly replayed: {
      readonly at: Timestamp;
      /**
       * The operator that requested the replay.
       */
      readonly by: string;
    };
  }[];
}
/**
 * Answer of `GET /health`.
 */
export interface Health {
  readonly status: 'ok' | 'failed';
  /**
   * With `deep`: each dependency of the platform.
   */
  readonly checks?: {
    [k: string]: 'ok' | 'failed';
  };
}
/**
 * Answer of `GET /admin/ledger`: a page of orders against their money, or of stocks. Follow `next` and add the sums; a book balances when no page has a difference. Orders in flight are counted, not judged: tables are read one after the other, while orders move.
 */
export interface LedgerPage {
  /**
   * What was checked. `orders` has `orders`, `money`, `units` and `order_differences`; `stocks` has `stocks` and `stock_differences`.
   */
  readonly book: 'orders' | 'stocks';
  readonly at: Timestamp;
  /**
   * Orders or stocks on this page.
   */
  readonly checked: number;
  readonly orders?: LedgerOrders;
  readonly money?: LedgerMoney;
  /**
   * Units of the orders of this page, by SKU. Over all pages, `sold` of a stock is `kept`, and `reserved` at most `open`, give or take `young`; exactly so while no order moves.
   *
   * @maxItems 40000
   */
  readonly units?: readonly LedgerUnits[];
  /**
   * @maxItems 1000
   */
  readonly order_differences?: readonly LedgerOrderDifference[];
  /**
   * @maxItems 1000
   */
  readonly stocks?: readonly LedgerStock[];
  /**
   * @maxItems 1000
   */
  readonly stock_differences?: readonly LedgerStockDifference[];
  /**
   * The `cursor` of the next page; absent on the last one.
   */
  readonly next?: string;
}
/**
 * The orders of this page. Each accepted one is final, in flight or parked.
 */
export interface LedgerOrders {
  /**
   * Final, in flight and parked ones.
   */
  readonly accepted: number;
  /**
   * The order moves on by a request only, and its money is settled: PAID, SHIPPED, COMPLETED, CANCELLED or PAYMENT_FAILED.
   */
  readonly final: number;
  /**
   * It moves on by itself, waits for an answer of the gateway, or came to its status so recently that its money is not judged.
   */
  readonly in_flight: number;
  /**
   * Its charge or refund is due for another attempt.
   */
  readonly parked: number;
  /**
   * Of those in flight: longer in their step than it may take. `GET /admin/orders/stuck` lists them.
   */
  readonly overdue: number;
  /**
   * No outcome of a line is stored yet: just placed, or never published; those expire. Not among the accepted ones.
   */
  readonly provisional: number;
  /**
   * Accepted orders by status.
   */
  readonly by_status: {
    [k: string]: number;
  };
}
/**
 * Money that moved for the orders of this page.
 */
export interface LedgerMoney {
  /**
   * `gateway`: the gateway's own ledger. `payments`: it is not available here, the sums are the platform's own record; the gateway's statement is compared by schedule, and differences are metrics with alarms.
   */
  readonly source: 'gateway' | 'payments';
  readonly statement_compared_until?: Timestamp;
  /**
   * @maxItems 200
   */
  readonly currencies: readonly LedgerCurrency[];
}
export interface LedgerCurrency {
  readonly currency: Currency;
  /**
   * In the currency's minor unit. May be beyond the safe integers.
   */
  readonly charged: number;
  /**
   * In the currency's minor unit. May be beyond the safe integers.
   */
  readonly refunded: number;
}
export interface LedgerUnits {
  readonly sku: Sku;
  /**
   * In PAID, SHIPPED and COMPLETED orders.
   */
  readonly kept: number;
  /**
   * In orders that may hold them: CREATED, PROCESSING, and provisional ones.
   */
  readonly open: number;
  /**
   * In other orders that came to their status within the time of a step: the stock may not show it yet.
   */
  readonly young: number;
}
export interface LedgerOrderDifference {
  readonly order_id: OrderId;
  readonly status: OrderState;
  /**
   * `NOT_CHARGED`: the gateway keeps less than the order's amount. `NOT_REFUNDED`: it keeps more than the order owes. `REFUND_FAILED`: so too, and the gateway refused to return it: it needs an operator. `CHARGED_TWICE`. `OTHER_CURRENCY`. `PAYMENT_DIFFERS`: the payment's record contradicts the order and the gateway.
   */
  readonly kind: 'NOT_CHARGED' | 'NOT_REFUNDED' | 'REFUND_FAILED' | 'CHARGED_TWICE' | 'OTHER_CURRENCY' | 'PAYMENT_DIFFERS';
  readonly currency: Currency;
  /**
   * What the gateway should keep, in the currency's minor unit.
   */
  readonly expected: number;
  /**
   * What it keeps: charged less refunded.
   */
  readonly kept: number;
}
export interface LedgerStock {
  readonly sku: Sku;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /**
   * Sum of all adjustments, the initial stock among them.
   */
  readonly adjusted: number;
  /**
   * Number of outcomes so far: the stock has not moved while it stays the same.
   */
  readonly version: number;
}
export interface LedgerStockDifference {
  readonly sku: Sku;
  /**
   * `UNITS_DIFFER`: available + reserved + sold is not the sum of adjustments. `NEGATIVE`: one of the three is.
   */
  readonly kind: 'UNITS_DIFFER' | 'NEGATIVE';
  /**
   * Sum of all adjustments.
   */
  readonly adjusted: number;
  /**
   * Available + reserved + sold.
   */
  readonly counted: number;
}
/**
 * Answer of `GET /orders/{id}`: the order with its lines and, once there is one, its payment.
 */
export interface Order {
  readonly order_id: OrderId;
  readonly user_id: UserId;
  readonly status: OrderState;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  readonly line_items: readonly LineItem[];
  readonly amount: Amount;
  readonly currency: Currency;
  readonly created_at: Timestamp;
  readonly timestamps: OrderTimestamps;
  readonly email?: Email;
  readonly phone?: Phone;
  readonly reason?: Reason;
  readonly payment?: OrderPayment;
  readonly shipment?: Shipment;
}
/**
 * When the order reached each of its states.
 */
export interface OrderTimestamps {
  readonly CREATED: Timestamp;
  readonly PROCESSING?: Timestamp;
  readonly PAID?: Timestamp;
  readonly SHIPPED?: Timestamp;
  readonly COMPLETED?: Timestamp;
  readonly CANCELLED?: Timestamp;
  readonly PAYMENT_FAILED?: Timestamp;
}
export interface OrderPayment {
  readonly payment_id: PaymentId;
  readonly state: 'PAID' | 'FAILED' | 'REFUNDED';
  readonly reason?: Reason;
  readonly processed_at: Timestamp;
  readonly refunded_at?: Timestamp;
}
/**
 * Answer of `POST /orders` (201): the order is durable in Kafka.
 */
export interface OrderAccepted {
  readonly order_id: OrderId;
  readonly status: OrderState;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly created_at: Timestamp;
}
/**
 * Answer (202) to a request about an order: the saga decides, the status shows the outcome.
 */
export interface OrderRequestAccepted {
  readonly order_id: OrderId;
  readonly requested: 'CANCEL' | 'SHIP' | 'COMPLETE' | 'REPAIR';
  readonly status: OrderState;
}
/**
 * Answer of `GET /orders/{id}/status`.
 */
export interface OrderStatus {
  readonly order_id: OrderId;
  readonly status: OrderState;
  readonly timestamps: OrderTimestamps;
  readonly reason?: Reason;
  /**
   * Present, and true, until the platform has seen the order in Kafka.
   */
  readonly provisional?: boolean;
}
/**
 * Answer of `GET /admin/orders/{id}/timeline`: all facts of the order, in its order.
 */
export interface OrderTimeline {
  readonly order_id: OrderId;
  /**
   * Whether the order's audit trail is intact: no page of it edited, missing or moved.
   */
  readonly verified: boolean;
  readonly steps: {
    /**
     * Type of the event.
     */
    readonly event: string;
    readonly at: Timestamp;
    /**
     * Since the step before; 0 for the first.
     */
    readonly delay_ms: number;
    readonly state?: OrderState;
    readonly actor: Actor;
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly event_id: EventId;
    readonly trace_id: TraceId;
    readonly correlation_id: string;
  }[];
}
/**
 * Answer of `GET /admin/pipeline`: one look at every topic, its dead-letter queue and its consumer groups. Two answers give the rates: the growth of the offsets divided by the time between them. Callers within a second receive the same answer.
 */
export interface Pipeline {
  readonly at: Timestamp;
  /**
   * Of all topics and dead-letter queues: partitions of which fewer copies are in sync than there should be.
   */
  readonly under_replicated_partitions: number;
  /**
   * Of all topics and dead-letter queues: partitions without a leader. They take and return no record.
   */
  readonly offline_partitions: number;
  /**
   * @maxItems 100
   */
  readonly topics: readonly PipelineTopic[];
  /**
   * Topics that Kafka did not answer for, each with the cause.
   *
   * @maxItems 100
   */
  readonly unread: {
    readonly topic: TopicName;
    readonly cause: string;
  }[];
}
export interface PipelineTopic {
  readonly topic: TopicName;
  /**
   * By partition, the offset of the next record. The growth of their sum is the number of records produced.
   *
   * @maxItems 1000
   */
  readonly end_offsets: readonly number[];
  /**
   * Partitions of which fewer copies are in sync than there should be.
   */
  readonly under_replicated_partitions: number;
  /**
   * Partitions without a leader: they take and return no record.
   */
  readonly offline_partitions: number;
  readonly recent: PipelineRecent;
  readonly dead_letters: PipelineDeadLetters;
  /**
   * @maxItems 100
   */
  readonly consumers: readonly PipelineConsumer[];
}
/**
 * The records produced in the last seconds, by their timestamps, and how evenly their keys spread.
 */
export interface PipelineRecent {
  readonly seconds: number;
  readonly records: number;
  /**
   * The partition that received most of them; absent where there are none. With even keys, its share is about one divided by the number of partitions.
   */
  readonly hottest?: {
    readonly partition: number;
    /**
     * Of these records, 0 to 1.
     */
    readonly share: number;
  };
}
export interface PipelineDeadLetters {
  /**
   * The dead-letter queue: a topic too.
   */
  readonly queue: string;
  /**
   * The number of records in the queue. Replayed ones stay in it until its retention ends.
   */
  readonly held: number;
  /**
   * The records that came in the last seconds.
   */
  readonly recent: {
    readonly seconds: number;
    readonly records: number;
  };
  /**
   * Partitions of which fewer copies are in sync than there should be.
   */
  readonly under_replicated_partitions: number;
  /**
   * Partitions without a leader: they take and return no record.
   */
  readonly offline_partitions: number;
}
export interface PipelineConsumer {
  /**
   * Kafka consumer group id.
   */
  readonly group: string;
  /**
   * The function that its event source feeds.
   */
  readonly function: string;
  /**
   * `critical`: orders wait for it. `background`: none does, and its event source may gather records for up to a minute.
   */
  readonly latency: 'critical' | 'background';
  /**
   * Records before the ends that the group has not acknowledged, also those that its event source filters out.
   */
  readonly lag_records: number;
  /**
   * Age of the oldest of them by its timestamp, to about a twentieth; 0 where there is none, or none older than a second.
   */
  readonly lag_seconds: number;
  /**
   * Records that retention deleted before the group had acknowledged them.
   */
  readonly lost_records: number;
  /**
   * By partition, the offset of the next record that the group has not acknowledged; the first retained one where it has acknowledged none. The growth of their sum is the number of records consumed.
   *
   * @maxItems 1000
   */
  readonly committed_offsets: readonly number[];
  /**
   * The partition with most records behind; absent where there is none.
   */
  readonly most_behind?: {
    readonly partition: number;
    readonly lag_records: number;
  };
}
/**
 * Body of `POST /orders`. Prices come from the catalogue, never from the client. Unknown fields are refused. Where clients are users, `user_id` may be left out, and is never another than the token's subject. `email` has no dot at the start, at the end or beside another before the @; an internationalised domain is sent in its ASCII form.
 */
export interface PlaceOrderRequest {
  readonly user_id: UserId;
  readonly currency: Currency;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  readonly items: readonly RequestedItem[];
  readonly payment_token: PaymentToken;
  readonly email?: Email;
  readonly phone?: Phone;
  readonly expected_total?: Amount;
}
/**
 * So many units of one SKU.
 */
export interface RequestedItem {
  readonly sku: Sku;
  readonly qty: Quantity;
}
/**
 * Every error answer, `application/problem+json` (RFC 9457).
 */
export interface Problem {
  /**
   * Names the kind of problem, stable over time.
   */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly order_id?: OrderId;
  /**
   * Every field that is wrong.
   */
  readonly errors?: readonly FieldError[];
}
export interface FieldError {
  /**
   * JSON Pointer into the request body: /items/0/qty.
   */
  readonly pointer: string;
  readonly detail: string;
}
/**
 * Body of `POST /admin/dead-letters/replay`: records of the dead-letter queue of one topic.
 */
export interface ReplayDeadLettersRequest {
  readonly topic: TopicName;
  /**
   * @minItems 1
   * @maxItems 100
   */
  readonly letters: {
    /**
     * Partition of the queue.
     */
    readonly partition: number;
    /**
     * Offset in that partition.
     */
    readonly offset: number;
  }[];
  /**
   * Whether records are replayed that were replayed already. Otherwise they are skipped.
   */
  readonly again?: boolean;
}
/**
 * Body of `POST /admin/orders/{id}/ship`; may be absent.
 */
export interface ShipOrderRequest {
  readonly carrier?: string;
  readonly tracking_number?: string;
}
/**
 * Answer (202) to an adjustment: the ledger decides, the movements of the stock show the outcome.
 */
export interface StockAdjustmentAccepted {
  readonly sku: Sku;
  readonly qty: number;
  readonly adjustment_id: ReservationId;
}
/**
 * Answer of `GET /admin/inventory/{sku}`: the stock of a SKU, and what moved it last.
 */
export interface StockLevel {
  readonly sku: Sku;
  /**
   * Units that may be reserved.
   */
  readonly available: number;
  /**
   * Units set aside for orders that are not paid.
   */
  readonly reserved: number;
  /**
   * Units of paid orders.
   */
  readonly sold: number;
  /**
   * Sum of all adjustments: always available + reserved + sold.
   */
  readonly adjusted: number;
  /**
   * Outcomes of commands so far.
   */
  readonly version: number;
  /**
   * The last outcomes, the newest first: up to thirty, or as many as were decided together.
   */
  readonly movements: {
    readonly version: number;
    readonly state: 'RESERVED' | 'REJECTED' | 'COMMITTED' | 'RELEASED' | 'ADJUSTED' | 'REFUSED';
    readonly order_id?: OrderId;
    readonly adjustment_id?: ReservationId;
    /**
     * Units it is about.
     */
    readonly qty: number;
    /**
     * Units that could be reserved after it.
     */
    readonly available: number;
    readonly at: Timestamp;
    readonly reason?: Reason;
    readonly actor?: Actor;
  }[];
}
/**
 * Body of `POST /webhooks/stripe`: an Event object of Stripe, as its SDKs describe it. Fields beyond these are not read.
 */
export interface StripeEvent {
  readonly id: string;
  /**
   * What happened, for instance `payment_intent.succeeded`.
   */
  readonly type: string;
  /**
   * When it happened, in seconds since 1970.
   */
  readonly created: number;
  readonly data: {
    /**
     * The payment intent, charge, refund or dispute as it was then.
     */
    readonly object: {};
  };
}
/**
 * Answer of `GET /admin/orders/stuck`: orders past the deadline of their step, the longest first.
 */
export interface StuckOrders {
  readonly orders: {
    readonly order_id: OrderId;
    readonly status: OrderState;
    /**
     * Type of the event that would move it.
     */
    readonly waiting_for: 'ORDER_CREATED' | 'STOCK_RESERVED' | 'ORDER_PAID';
    readonly since?: Timestamp;
    readonly due_at: Timestamp;
    /**
     * How often the step has been repaired.
     */
    readonly attempts: number;
  }[];
  /**
   * Whether there are more than the limit.
   */
  readonly more: boolean;
}
/**
 * Answer (200) to an event of the payment gateway: its effect is durable.
 */
export interface WebhookReceived {
  /**
   * TAKEN: the payment is checked again. KNOWN: it changes nothing. UNMATCHED: of an unknown payment. IGNORED: of a type that is not processed.
   */
  readonly outcome: 'TAKEN' | 'KNOWN' | 'UNMATCHED' | 'IGNORED';
}

/** Every event of `orders.created`. */
export type OrdersCreatedEvent = OrderCreated | OrderProcessing | OrderCancelled | OrderShipped | OrderCompleted | OrderCancelRequested | OrderShipRequested | OrderCompleteRequested;
/** Every event of `payments.completed`. */
export type PaymentsCompletedEvent = OrderPaid | PaymentFailed | PaymentRefunded | PaymentDisputed;
/** Every event of `inventory.commands`. */
export type InventoryCommandsEvent = Reserve | Commit | Release | Adjust;
/** Every event of `inventory.updated`. */
export type InventoryUpdatedEvent = StockReserved | StockRejected | StockCommitted | StockReleased | StockAdjusted;
/** Every event of `notifications.events`. */
export type NotificationsEventsEvent = NotificationSent | NotificationFailed | NotificationDeferred;
/** Every event of `orders.audit`. */
export type OrdersAuditEvent = AuditRecorded;

/** Every event, by its `type`. */
export interface EventByType {
  readonly ORDER_CREATED: OrderCreated;
  readonly ORDER_PROCESSING: OrderProcessing;
  readonly ORDER_CANCELLED: OrderCancelled;
  readonly ORDER_SHIPPED: OrderShipped;
  readonly ORDER_COMPLETED: OrderCompleted;
  readonly ORDER_CANCEL_REQUESTED: OrderCancelRequested;
  readonly ORDER_SHIP_REQUESTED: OrderShipRequested;
  readonly ORDER_COMPLETE_REQUESTED: OrderCompleteRequested;
  readonly ORDER_PAID: OrderPaid;
  readonly PAYMENT_FAILED: PaymentFailed;
  readonly PAYMENT_REFUNDED: PaymentRefunded;
  readonly PAYMENT_DISPUTED: PaymentDisputed;
  readonly RESERVE: Reserve;
  readonly COMMIT: Commit;
  readonly RELEASE: Release;
  readonly ADJUST: Adjust;
  readonly STOCK_RESERVED: StockReserved;
  readonly STOCK_REJECTED: StockRejected;
  readonly STOCK_COMMITTED: StockCommitted;
  readonly STOCK_RELEASED: StockReleased;
  readonly STOCK_ADJUSTED: StockAdjusted;
  readonly NOTIFICATION_SENT: NotificationSent;
  readonly NOTIFICATION_FAILED: NotificationFailed;
  readonly NOTIFICATION_DEFERRED: NotificationDeferred;
  readonly AUDIT_RECORDED: AuditRecorded;
}
export type EventType = keyof EventByType;
export type AnyEvent = EventByType[EventType];
