import { isChargeable, isUndecided, type Payment, type PaymentState } from './domain.ts';

/** Triggers of an existing payment. */
export type Trigger =
  /** ORDER_CANCELLED. */
  | { readonly type: 'CANCEL'; readonly reason: string }
  /** Another invocation claims a payment that its first writer left open. */
  | { readonly type: 'CLAIM' }
  /** The gateway has a name for the charge, and has moved no money. */
  | { readonly type: 'PREPARED'; readonly reference: string }
  /** The gateway has charged it. */
  | { readonly type: 'CHARGED'; readonly reference?: string }
  /** The gateway has refused to charge it, for good. */
  | { readonly type: 'DECLINED'; readonly reason: string }
  /** The gateway processes the charge, for days perhaps. */
  | { readonly type: 'PROCESSING' }
  /** Unknown outcome: charged or not, refunded or not. */
  | { readonly type: 'UNANSWERED' }
  /** Cancelled at the gateway: it was not charged, and no later request can charge it. */
  | { readonly type: 'NOT_CHARGED' }
  /** The gateway processes the refund, for days perhaps. */
  | { readonly type: 'REFUND_PENDING' }
  /** The gateway's refund ended without returning the money, or was refused. */
  | { readonly type: 'REFUND_FAILED'; readonly reason: string; readonly reference?: string }
  | { readonly type: 'REFUNDED' };

type Reactions = Readonly<Record<Trigger['type'], PaymentState>>;

const stays = (state: PaymentState): Reactions => ({
  CANCEL: state,
  CLAIM: state,
  PREPARED: state,
  CHARGED: state,
  DECLINED: state,
  PROCESSING: state,
  UNANSWERED: state,
  NOT_CHARGED: state,
  REFUND_PENDING: state,
  REFUND_FAILED: state,
  REFUNDED: state,
});

/**
 * The state machine. Total, because any trigger may come late: from a zombie invocation it changes nothing in a final
 * state, except a charge that was made after all, which is refunded, and a refund that the bank returned.
 */
export const reactions: Readonly<Record<PaymentState, Reactions>> = {
  PENDING: {
    ...stays('PENDING'),
    CANCEL: 'CANCELLING',
    CLAIM: 'UNKNOWN',
    CHARGED: 'PAID',
    DECLINED: 'FAILED',
    PROCESSING: 'UNKNOWN',
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
  REFUNDING: { ...stays('REFUNDING'), REFUND_FAILED: 'REFUND_FAILED', REFUNDED: 'REFUNDED' },
  // An operator re-emits the cancel once the refund can succeed.
  REFUND_FAILED: { ...stays('REFUND_FAILED'), CANCEL: 'REFUNDING', REFUNDED: 'REFUNDED' },
  // A bank may send money back days after the gateway reported success.
  REFUNDED: { ...stays('REFUNDED'), REFUND_FAILED: 'REFUND_FAILED' },
};

/** Failure reason of a charge that the gateway never answered. */
const unavailable = 'GATEWAY_UNAVAILABLE';

/** Truncates reasons, which events repeat, to keep the item small. */
export const reasonLength = 200;

/** Facts that a trigger adds to the payment, besides its state. */
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
    case 'REFUND_FAILED':
      return { refund_failure: trigger.reason, failed_refund: trigger.reference ?? at };
    case 'REFUNDED':
      return { refunded_at: payment.refunded_at ?? at };
    default:
      return {};
  }
};

/** A free order was never charged: its cancel refunds nothing. */
const stateAfter = ({ state, amount }: Payment, { type }: Trigger): PaymentState => {
  const to = reactions[state][type];
  return to === 'REFUNDING' && amount === 0 ? 'CANCELLED' : to;
};

/** The first stored name is the charged one: a second has moved no money. */
const named = (payment: Payment, charge_reference: string): Payment =>
  isUndecided(payment) && payment.charge_reference === undefined ? { ...payment, charge_reference } : payment;

/** The payment after a trigger; the same object if nothing changes. */
export const moved = (payment: Payment, trigger: Trigger, at: string): Payment => {
  if (trigger.type === 'PREPARED') return named(payment, trigger.reference);
  const to = stateAfter(payment, trigger);
  if (to === payment.state) return payment;
  const { payment_token, ...rest } = payment;
  const next: Payment = { ...rest, ...factsOf(payment, to, trigger, at), state: to };
  // A refund is another call: attempts of its charge do not count.
  if (to === 'REFUNDING') return { ...next, attempts: 0 };
  return isChargeable(next) && payment_token !== undefined ? { ...next, payment_token } : next;
};
