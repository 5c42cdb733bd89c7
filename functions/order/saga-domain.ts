import type {
  OrderCancelled,
  OrderCreated,
  OrderPaid,
  OrderPayment,
  OrderProcessing,
  OrderState,
  OrderTimestamps,
  PaymentFailed,
  StockRejected,
  StockReserved,
} from '../../schemas/generated/types.ts';
import { contactOf, type OrderDocument, orderEnvelope } from './domain.ts';

/** What the saga listens to. */
export type SagaEvent = OrderCreated | StockReserved | StockRejected | OrderPaid | PaymentFailed;

/** What moves an order: the join of its lines, or the outcome of its payment. */
export type Trigger = 'LINES_RESERVED' | 'LINE_REJECTED' | PaymentEvent['type'];
export type PaymentEvent = OrderPaid | PaymentFailed;

/** `ignore`: it changes nothing any more. `reject`: it cannot happen, and is no order's to swallow. */
type Reaction = { readonly to: OrderState } | 'ignore' | 'reject';

const settledStock = { LINES_RESERVED: 'ignore', LINE_REJECTED: 'reject' } as const;
const paid = { ...settledStock, ORDER_PAID: 'ignore', PAYMENT_FAILED: 'reject' } as const;

/** The order state machine, as far as Kafka moves it. */
export const reactions = {
  CREATED: {
    LINES_RESERVED: { to: 'PROCESSING' },
    LINE_REJECTED: { to: 'CANCELLED' },
    // Nobody is charged before every line is reserved.
    ORDER_PAID: 'reject',
    PAYMENT_FAILED: 'reject',
  },
  PROCESSING: { ...settledStock, ORDER_PAID: { to: 'PAID' }, PAYMENT_FAILED: { to: 'PAYMENT_FAILED' } },
  PAID: paid,
  SHIPPED: paid,
  COMPLETED: paid,
  PAYMENT_FAILED: { ...settledStock, ORDER_PAID: 'reject', PAYMENT_FAILED: 'ignore' },
  // The payment service refunds what was charged for a cancelled order.
  CANCELLED: { LINES_RESERVED: 'ignore', LINE_REJECTED: 'ignore', ORDER_PAID: 'ignore', PAYMENT_FAILED: 'ignore' },
} as const satisfies Readonly<Record<OrderState, Readonly<Record<Trigger, Reaction>>>>;

export const reactionTo = (state: OrderState, trigger: Trigger): Reaction => reactions[state][trigger];

/** States that an order never leaves. */
const terminal: ReadonlySet<OrderState> = new Set<OrderState>(['COMPLETED', 'CANCELLED', 'PAYMENT_FAILED']);
export const isTerminal = (state: OrderState): boolean => terminal.has(state);

/** When a state was reached, and by which event: that event, delivered again, says again what it said. */
export interface Reached {
  readonly at: string;
  readonly cause: string;
}

/** What ORDER_CREATED tells the saga. */
export interface SagaOrder {
  /** Lines of the order, each of another SKU. */
  readonly expected: number;
  readonly user_id: string;
  readonly email?: string;
  readonly phone?: string;
  readonly amount: number;
  readonly currency: string;
  readonly payment_token: string;
  readonly created_at: string;
  readonly trace_id: string;
}

/** The saga's record of an order: small, whatever the order's lines are. */
export interface SagaRecord {
  readonly order_id: string;
  /** Absent until ORDER_CREATED has been seen: its lines' outcomes may come first. */
  readonly created?: SagaOrder & { readonly status: OrderState };
  /** SKUs. Sets: adding commutes and repeats safely, where a counter would not. */
  readonly reserved: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
  readonly history: Readonly<Partial<Record<OrderState, Reached>>>;
  readonly payment?: OrderPayment;
  readonly reason?: string;
}

/** One step of the state machine, to be made if the order still stands in `from`. */
export interface Step extends Reached {
  readonly from: OrderState;
  readonly to: OrderState;
  readonly payment?: OrderPayment;
  readonly reason?: string;
}

/** What the events of one order add to its record in one write. */
export interface Contribution {
  readonly created?: OrderCreated;
  readonly reserved: readonly string[];
  readonly rejected: readonly string[];
}

export const contributionOf = (events: readonly SagaEvent[]): Contribution => {
  const skus = (type: 'STOCK_RESERVED' | 'STOCK_REJECTED') => [
    ...new Set(events.flatMap((event) => (event.type === type ? [event.sku] : []))),
  ];
  const created = events.find((event) => event.type === 'ORDER_CREATED');
  return { ...(created && { created }), reserved: skus('STOCK_RESERVED'), rejected: skus('STOCK_REJECTED') };
};

/** What the lines' outcomes so far mean for the order. */
const joinOf = ({ created, reserved, rejected }: SagaRecord): Trigger | undefined => {
  if (created === undefined) return undefined;
  if (rejected.size > 0) return 'LINE_REJECTED';
  return reserved.size >= created.expected ? 'LINES_RESERVED' : undefined;
};

const reasonLength = 1024;

/** Names the SKUs, as many as fit the field. */
const outOfStock = (skus: ReadonlySet<string>): string => {
  const reason = `OUT_OF_STOCK: ${[...skus].sort().join(', ')}`;
  return reason.length <= reasonLength ? reason : `${reason.slice(0, reasonLength - 1)}…`;
};

/** The step that the join of the lines asks for, if any. */
export const joinStep = (record: SagaRecord, reached: Reached): Step | undefined => {
  const trigger = joinOf(record);
  if (trigger === undefined || record.created === undefined) return undefined;
  const from = record.created.status;
  const reaction = reactionTo(from, trigger);
  if (typeof reaction === 'string') return undefined;
  const { to } = reaction;
  return { ...reached, from, to, ...(trigger === 'LINE_REJECTED' && { reason: outOfStock(record.rejected) }) };
};

/** The step that a payment's outcome asks for: only a PROCESSING order waits for one. */
export const paymentStep = (event: PaymentEvent, at: string): Step => {
  const { payment_id, state, processed_at, event_id } = event;
  const reason = event.type === 'PAYMENT_FAILED' ? { reason: event.reason } : {};
  return {
    from: 'PROCESSING',
    to: reactions.PROCESSING[event.type].to,
    at,
    cause: event_id,
    payment: { payment_id, state, processed_at, ...reason },
    ...reason,
  };
};

export const timestampsOf = (created_at: string, record: SagaRecord | undefined): OrderTimestamps => ({
  ...Object.fromEntries(Object.entries(record?.history ?? {}).map(([state, { at }]) => [state, at])),
  CREATED: created_at,
});

const source = 'order/saga';

export const orderProcessing = (order_id: string, order: SagaOrder, { at }: Reached): OrderProcessing => ({
  ...orderEnvelope('ORDER_PROCESSING', { order_id, trace_id: order.trace_id }, { at, source }),
  user_id: order.user_id,
  amount: order.amount,
  currency: order.currency,
  status: 'PROCESSING',
  created_at: order.created_at,
  payment_token: order.payment_token,
  ...contactOf(order),
});

export const orderCancelled = (order: OrderDocument, reason: string, { at }: Reached): OrderCancelled => ({
  ...orderEnvelope('ORDER_CANCELLED', order, { at, source }),
  user_id: order.user_id,
  line_items: order.line_items,
  amount: order.amount,
  currency: order.currency,
  status: 'CANCELLED',
  created_at: order.created_at,
  reason,
  ...contactOf(order),
});
