/** What is to be charged for an order, and what its events say besides: told by the order's event, never changed. */
export interface PaymentOrder {
  readonly order_id: string;
  /** Also the gateway's idempotency key of the charge. */
  readonly payment_id: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** When the payment was first heard of. RFC 3339 UTC with milliseconds, as all times here. */
  readonly created_at: string;
  readonly user_id: string;
  readonly email?: string;
  readonly phone?: string;
  readonly order_created_at: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

/**
 * - PENDING: the intent is stored, and who stored it is about to ask the gateway.
 * - UNKNOWN: the gateway was asked, or may have been, and the answer is not known: looked up before anything else.
 * - CANCELLING: the order was cancelled before the answer is known. Nobody charges it any more; a charge is refunded.
 * - CANCELLED: never charged, and never will be. Also the tombstone of a cancel that came before the charge.
 * - REFUNDING: charged, and to be given back.
 */
export type PaymentState =
  | 'PENDING'
  | 'UNKNOWN'
  | 'CANCELLING'
  | 'PAID'
  | 'FAILED'
  | 'CANCELLED'
  | 'REFUNDING'
  | 'REFUNDED';

export interface Payment extends PaymentOrder {
  readonly state: PaymentState;
  /** One more with each write, and written only over the one before. */
  readonly version: number;
  /** The gateway's token for the means of payment. A secret: kept only as long as it may be charged. */
  readonly payment_token?: string;
  /** When somebody last set out to charge it: that charge may land until the longest invocation after it has ended. */
  readonly asked_at?: string;
  /** Calls in a row that brought no answer. */
  readonly attempts: number;
  /** Parked: from this time on the schedule takes it up. As long as it is set, nobody else calls the gateway for it. */
  readonly due_at?: string;
  /** The gateway's own name of the charge, where it has one. */
  readonly charge_reference?: string;
  readonly paid_at?: string;
  readonly failed_at?: string;
  readonly failure_reason?: string;
  readonly cancel_reason?: string;
  readonly refunded_at?: string;
}

/** What can happen to a payment that is there. */
export type Trigger =
  /** ORDER_CANCELLED. */
  | { readonly type: 'CANCEL'; readonly reason: string }
  /** Somebody sets out to settle what its first writer has left open. */
  | { readonly type: 'CLAIM' }
  /** The gateway has charged it. */
  | { readonly type: 'CHARGED'; readonly reference?: string }
  /** The gateway has refused to charge it, for good. */
  | { readonly type: 'DECLINED'; readonly reason: string }
  /** No answer: charged or not, refunded or not. */
  | { readonly type: 'UNANSWERED' }
  /** Looked up after the last charge that could land: there is none. */
  | { readonly type: 'NOT_CHARGED' }
  | { readonly type: 'REFUNDED' };

type Reactions = Readonly<Record<Trigger['type'], PaymentState>>;

const stays = (state: PaymentState): Reactions => ({
  CANCEL: state,
  CLAIM: state,
  CHARGED: state,
  DECLINED: state,
  UNANSWERED: state,
  NOT_CHARGED: state,
  REFUNDED: state,
});

/**
 * The state machine. Total, because anything may come late: what a zombie brings to a payment that has been settled changes
 * nothing, but for a charge that nobody knew of, which is given back.
 */
export const reactions: Readonly<Record<PaymentState, Reactions>> = {
  PENDING: {
    ...stays('PENDING'),
    CANCEL: 'CANCELLING',
    CLAIM: 'UNKNOWN',
    CHARGED: 'PAID',
    DECLINED: 'FAILED',
    UNANSWERED: 'UNKNOWN',
    NOT_CHARGED: 'FAILED',
  },
  UNKNOWN: {
    ...stays('UNKNOWN'),
    CANCEL: 'CANCELLING',
    CHARGED: 'PAID',
    DECLINED: 'FAILED',
    NOT_CHARGED: 'FAILED',
  },
  CANCELLING: { ...stays('CANCELLING'), CHARGED: 'REFUNDING', DECLINED: 'CANCELLED', NOT_CHARGED: 'CANCELLED' },
  PAID: { ...stays('PAID'), CANCEL: 'REFUNDING' },
  FAILED: { ...stays('FAILED'), CHARGED: 'REFUNDING' },
  CANCELLED: { ...stays('CANCELLED'), CHARGED: 'REFUNDING' },
  REFUNDING: { ...stays('REFUNDING'), REFUNDED: 'REFUNDED' },
  REFUNDED: stays('REFUNDED'),
};

const chargeable: ReadonlySet<PaymentState> = new Set<PaymentState>(['PENDING', 'UNKNOWN']);
/** Whether it may still be charged. */
export const isChargeable = ({ state }: Payment): boolean => chargeable.has(state);

const open: ReadonlySet<PaymentState> = new Set<PaymentState>([...chargeable, 'CANCELLING', 'REFUNDING']);
/** Whether the gateway's answer is still to be had. */
export const isOpen = ({ state }: Payment): boolean => open.has(state);

/** Why a charge failed that the gateway never answered. */
export const unavailable = 'GATEWAY_UNAVAILABLE';

/** A reason is kept for an event to repeat, and the item small. */
const reasonLength = 200;

/** What a trigger adds to the record, besides its state. Facts are kept as they were first known. */
const factsOf = (payment: Payment, to: PaymentState, trigger: Trigger, at: string): Partial<Payment> => {
  const entered = (state: PaymentState) => to === state && payment.state !== state;
  switch (trigger.type) {
    case 'CANCEL':
      return { cancel_reason: payment.cancel_reason ?? trigger.reason.slice(0, reasonLength) };
    case 'CHARGED':
      if (to === payment.state) return {};
      return {
        ...(payment.failed_at === undefined && { paid_at: at }),
        ...(trigger.reference !== undefined && { charge_reference: trigger.reference }),
      };
    case 'DECLINED':
      return entered('FAILED') ? { failed_at: at, failure_reason: trigger.reason } : {};
    case 'NOT_CHARGED':
      return entered('FAILED') ? { failed_at: at, failure_reason: unavailable } : {};
    case 'REFUNDED':
      return entered('REFUNDED') ? { refunded_at: at } : {};
    default:
      return {};
  }
};

/** The payment after a trigger; itself where the trigger changes nothing. */
export const moved = (payment: Payment, trigger: Trigger, at: string): Payment => {
  const to = reactions[payment.state][trigger.type];
  if (to === payment.state) return payment;
  const { payment_token, ...rest } = payment;
  const next: Payment = { ...rest, ...factsOf(payment, to, trigger, at), state: to };
  // A refund is another call: what its charge had to wait for does not count.
  if (to === 'REFUNDING') return { ...next, attempts: 0 };
  return isChargeable(next) && payment_token !== undefined ? { ...next, payment_token } : next;
};
