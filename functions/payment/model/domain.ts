import type { Disputes } from './dispute-domain.ts';

/** What is to be charged for an order, and what its events say besides: told by the order's event, never changed. */
interface PaymentOrder {
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
 * - CANCELLED: no money was taken, and none will be. Also the tombstone of a cancel that came before the charge.
 * - REFUNDING: charged, and to be given back. Stays so until the gateway's refund has succeeded or failed.
 * - REFUND_FAILED: the gateway ended its refund without giving the money back: an operator's work.
 */
export type PaymentState =
  | 'PENDING'
  | 'UNKNOWN'
  | 'CANCELLING'
  | 'PAID'
  | 'FAILED'
  | 'CANCELLED'
  | 'REFUNDING'
  | 'REFUND_FAILED'
  | 'REFUNDED';

export interface Payment extends PaymentOrder {
  readonly state: PaymentState;
  /** One more with each write, and written only over the one before. */
  readonly version: number;
  /** The gateway's token for the means of payment. A secret: kept only as long as it may be charged. */
  readonly payment_token?: string;
  /** Calls in a row that brought no answer. */
  readonly attempts: number;
  /** Parked: from this time on the schedule takes it up. As long as it is set, nobody else calls the gateway for it. */
  readonly due_at?: string;
  /** The gateway's own name of the charge, where it has one: stored before the gateway is asked to move money. */
  readonly charge_reference?: string;
  readonly paid_at?: string;
  readonly failed_at?: string;
  readonly failure_reason?: string;
  readonly cancel_reason?: string;
  readonly refunded_at?: string;
  /** What the gateway reported of disputes over the charge. */
  readonly disputes?: Disputes;
  /** Why the last refund failed, and what names it: the gateway, or the time where the gateway has no name for it. */
  readonly refund_failure?: string;
  readonly failed_refund?: string;
  /** When the gateway last contradicted what is known of the refund: it is looked up. As long as it is set, so is `due_at`. */
  readonly refund_doubted_at?: string;
}

const chargeable: ReadonlySet<PaymentState> = new Set<PaymentState>(['PENDING', 'UNKNOWN']);
/** Whether it may still be charged. */
export const isChargeable = ({ state }: Payment): boolean => chargeable.has(state);

const undecided: ReadonlySet<PaymentState> = new Set<PaymentState>([...chargeable, 'CANCELLING']);
/** Whether it is still to be known if it was charged. */
export const isUndecided = ({ state }: Payment): boolean => undecided.has(state);

/** Whether its refund had ended, and is to be looked up once more. */
export const isDoubted = ({ state, refund_doubted_at }: Payment): boolean =>
  refund_doubted_at !== undefined && (state === 'REFUNDED' || state === 'REFUND_FAILED');

/** Whether the gateway's answer is still to be had. */
export const isOpen = (payment: Payment): boolean =>
  isUndecided(payment) || payment.state === 'REFUNDING' || isDoubted(payment);

/** When money moved for it last, as far as it has settled since. Nothing moves for an order that costs nothing. */
export const movedMoneyAt = ({ state, amount, paid_at, refunded_at }: Payment): string | undefined => {
  if (amount === 0) return undefined;
  return state === 'PAID' ? paid_at : state === 'REFUNDED' ? refunded_at : undefined;
};

/** @param until no longer of the period. */
export const movedMoneyIn = (
  payment: Payment,
  { from, until }: { readonly from: string; readonly until: string },
): boolean => {
  const at = movedMoneyAt(payment);
  return at !== undefined && from <= at && at < until;
};
