import type { OrderState } from '../../../schemas/generated/types.ts';

/** Triggers of the state machine: the join of the lines, an event, or the deadline. */
export type Trigger =
  | 'LINES_RESERVED'
  | 'LINE_REJECTED'
  | 'ORDER_PAID'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_REFUNDED'
  | 'ORDER_CANCEL_REQUESTED'
  | 'ORDER_SHIP_REQUESTED'
  | 'ORDER_COMPLETE_REQUESTED'
  | 'TIMEOUT';

/**
 * `record`: the state stays, and the record keeps the outcome of the payment. `ignore`: no effect in this state.
 * `reject`: invalid transition, dead-letter the event.
 */
type Reaction = { readonly to: OrderState } | 'record' | 'ignore' | 'reject';

const cancel = { to: 'CANCELLED' } as const;

/** No charge and no shipment happens before every line is reserved. */
const uncharged = { ORDER_PAID: 'reject', PAYMENT_FAILED: 'reject', PAYMENT_REFUNDED: 'reject' } as const;
const unpaid = { ORDER_SHIP_REQUESTED: 'reject', ORDER_COMPLETE_REQUESTED: 'reject' } as const;
/** All lines were reserved: none can be rejected any more. */
const finalStock = { LINES_RESERVED: 'ignore', LINE_REJECTED: 'reject' } as const;
const paid = { ...finalStock, ORDER_PAID: 'ignore', PAYMENT_FAILED: 'reject', PAYMENT_REFUNDED: 'reject' } as const;
const beyondCancelling = {
  ORDER_CANCEL_REQUESTED: 'ignore',
  TIMEOUT: 'ignore',
} as const;
const over = { ...beyondCancelling, ORDER_SHIP_REQUESTED: 'ignore', ORDER_COMPLETE_REQUESTED: 'ignore' } as const;

/** The order state machine: the reaction to every trigger in every state. */
export const reactions = {
  CREATED: {
    ...uncharged,
    ...unpaid,
    LINES_RESERVED: { to: 'PROCESSING' },
    LINE_REJECTED: cancel,
    ORDER_CANCEL_REQUESTED: cancel,
    TIMEOUT: cancel,
  },
  PROCESSING: {
    ...finalStock,
    ...unpaid,
    ORDER_PAID: { to: 'PAID' },
    PAYMENT_FAILED: { to: 'PAYMENT_FAILED' },
    PAYMENT_REFUNDED: 'reject',
    ORDER_CANCEL_REQUESTED: cancel,
    TIMEOUT: cancel,
  },
  PAID: {
    ...paid,
    ORDER_CANCEL_REQUESTED: cancel,
    ORDER_SHIP_REQUESTED: { to: 'SHIPPED' },
    ORDER_COMPLETE_REQUESTED: 'reject',
    TIMEOUT: 'ignore',
  },
  SHIPPED: {
    ...paid,
    ...beyondCancelling,
    ORDER_SHIP_REQUESTED: 'ignore',
    ORDER_COMPLETE_REQUESTED: { to: 'COMPLETED' },
  },
  COMPLETED: { ...paid, ...over },
  // A charge that was closed as not made, but was made, is refunded.
  PAYMENT_FAILED: {
    ...finalStock,
    ...over,
    ORDER_PAID: 'reject',
    PAYMENT_FAILED: 'ignore',
    PAYMENT_REFUNDED: 'record',
  },
  // The payment service refunds the charge of a cancelled order.
  CANCELLED: {
    ...over,
    LINES_RESERVED: 'ignore',
    LINE_REJECTED: 'ignore',
    ORDER_PAID: 'record',
    PAYMENT_FAILED: 'ignore',
    PAYMENT_REFUNDED: 'record',
  },
} as const satisfies Readonly<Record<OrderState, Readonly<Record<Trigger, Reaction>>>>;

export const states = Object.keys(reactions) as readonly OrderState[];

export const reactionTo = (state: OrderState, trigger: Trigger): Reaction => reactions[state][trigger];

/** The state that a trigger leads to, if any. */
export const targetOf = (state: OrderState, trigger: Trigger): OrderState | undefined => {
  const reaction = reactionTo(state, trigger);
  return typeof reaction === 'string' ? undefined : reaction.to;
};

/** States that an order never leaves. */
const terminal: ReadonlySet<OrderState> = new Set<OrderState>(['COMPLETED', 'CANCELLED', 'PAYMENT_FAILED']);
export const isTerminal = (state: OrderState): boolean => terminal.has(state);

/** The order is in an automatic step, which has a deadline. */
export const isWaiting = (state: OrderState): boolean => targetOf(state, 'TIMEOUT') !== undefined;
