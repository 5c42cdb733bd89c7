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
 * Why, as a code, with what it names after a colon: `OUT_OF_STOCK: 85123A, 22423`.
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
 * State of an order; COMPLETED, CANCELLED and PAYMENT_FAILED are terminal.
 */
export type OrderState = 'CREATED' | 'PROCESSING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CANCELLED' | 'PAYMENT_FAILED';

/**
 * An order was accepted, with its lines and their prices. Said before anybody has decided anything.
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
 * How the event came to be.
 */
export interface Metadata {
  /**
   * What belongs together: the order id, or an operator's request id.
   */
  readonly correlation_id: string;
  /**
   * The function that emits: order/saga.
   */
  readonly source: string;
  /**
   * Which attempt at the work the event tells of; 1 but for deferred work that was tried again.
   */
  readonly attempt: number;
  /**
   * Version of the schema of this event type.
   */
  readonly schema_version: number;
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
 * Every line of the order is reserved: it may be charged. Repeats what the payment service and notifications need, not the lines.
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
  readonly email?: Email;
  readonly phone?: Phone;
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
  readonly qty: Quantity;
}
/**
 * Give the reservation back, from whatever state. Final, also where the reservation is not known yet.
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
  readonly qty: Quantity;
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
 * A reservation was given back. Final: whatever comes later for it is answered by this.
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
}
/**
 * The available stock was corrected, or the correction refused: `available` would have left its range, zero to the largest safe integer.
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
  readonly state: 'PAID' | 'FAILED';
  readonly reason?: Reason;
  readonly processed_at: Timestamp;
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
 * Answer of `GET /orders/{id}/status`.
 */
export interface OrderStatus {
  readonly order_id: OrderId;
  readonly status: OrderState;
  readonly timestamps: OrderTimestamps;
  readonly reason?: Reason;
}
/**
 * Body of `POST /orders`. Prices come from the catalogue, never from the client. Unknown fields are refused.
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

/** Every event of `orders.created`. */
export type OrdersCreatedEvent = OrderCreated | OrderProcessing | OrderCancelled;
/** Every event of `payments.completed`. */
export type PaymentsCompletedEvent = OrderPaid | PaymentFailed;
/** Every event of `inventory.commands`. */
export type InventoryCommandsEvent = Reserve | Commit | Release | Adjust;
/** Every event of `inventory.updated`. */
export type InventoryUpdatedEvent = StockReserved | StockRejected | StockCommitted | StockReleased | StockAdjusted;

/** Every event, by its `type`. */
export interface EventByType {
  readonly ORDER_CREATED: OrderCreated;
  readonly ORDER_PROCESSING: OrderProcessing;
  readonly ORDER_CANCELLED: OrderCancelled;
  readonly ORDER_PAID: OrderPaid;
  readonly PAYMENT_FAILED: PaymentFailed;
  readonly RESERVE: Reserve;
  readonly COMMIT: Commit;
  readonly RELEASE: Release;
  readonly ADJUST: Adjust;
  readonly STOCK_RESERVED: StockReserved;
  readonly STOCK_REJECTED: StockRejected;
  readonly STOCK_COMMITTED: StockCommitted;
  readonly STOCK_RELEASED: StockReleased;
  readonly STOCK_ADJUSTED: StockAdjusted;
}
export type EventType = keyof EventByType;
export type AnyEvent = EventByType[EventType];
