import { isChargeable, type Payment, type PaymentState } from './domain.ts';

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

/** Why a charge failed that the gateway never answered. */
const unavailable = 'GATEWAY_UNAVAILABLE';

/** A reason is kept for an event to repeat, and the item small. */
const reasonLength = 200;

/** What a trigger adds to the record that it moves, besides its state. */
const factsOf = (payment: Payment, to: PaymentState, trigger: Trigger, at: string): Partial<Payment> => {
  switch (trigger.type) {
    case 'CANCEL':
      return { cancel_reason: trigger.reason.slice(0, reasonLength) };
    case 'CHARGED':
      return {
        ...(payment.failed_at === undefined && { paid_at: at }),
        ...(trigger.reference !== undefined && { charge_reference: trigger.reference }),
      };
    case 'DECLINED':
      return to === 'FAILED' ? { failed_at: at, failure_reason: trigger.reason } : {};
    case 'NOT_CHARGED':
      return to === 'FAILED' ? { failed_at: at, failure_reason: unavailable } : {};
    case 'REFUNDED':
      return { refunded_at: at };
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
