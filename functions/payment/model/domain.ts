import type { Disputes } from './dispute-domain.ts';

/** The order's facts for its charge and its events: from the order's event, never changed. */
interface PaymentOrder {
  readonly order_id: string;
  /** Also the gateway's idempotency key for the charge. */
  readonly payment_id: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** When the payment was created. RFC 3339 UTC with milliseconds, as all times here. */
  readonly created_at: string;
  readonly user_id: string;
  readonly email?: string;
  readonly phone?: string;
  readonly order_created_at: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

/**
 * - PENDING: the intent is stored; the invocation that stored it is about to call the gateway.
 * - UNKNOWN: the gateway was called, or may have been, with an unknown outcome: looked up before anything else.
 * - CANCELLING: the order was cancelled before the outcome is known. It is not charged any more; a charge is refunded.
 * - CANCELLED: no money was taken, and none will be. Also the tombstone of a cancel that came before the charge.
 * - REFUNDING: charged, with a refund due, until the gateway's refund has succeeded or failed.
 * - REFUND_FAILED: the gateway's refund ended without returning the money: it needs an operator.
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
  /** Incremented by each write, which is conditional on the one before. */
  readonly version: number;
  /** The gateway's token for the means of payment. A secret: kept only while the payment may be charged. */
  readonly payment_token?: string;
  /** Consecutive calls without an answer. */
  readonly attempts: number;
  /**
   * Parked: the schedule takes it up from this time on. While it is set, only the schedule calls the gateway for it.
   */
  readonly due_at?: string;
  /** The gateway's own name of the charge, if it has one: stored before the gateway may move money. */
  readonly charge_reference?: string;
  readonly paid_at?: string;
  readonly failed_at?: string;
  readonly failure_reason?: string;
  readonly cancel_reason?: string;
  readonly refunded_at?: string;
  /** Facts that the gateway reported of disputes over the charge. */
  readonly disputes?: Disputes;
  /** Why the last refund failed, and its name: the gateway's, or else the time. */
  readonly refund_failure?: string;
  readonly failed_refund?: string;
  /**
   * When the gateway last contradicted the stored outcome of the refund, which is then looked up. Set only together
   * with `due_at`.
   */
  readonly refund_doubted_at?: string;
}

const chargeable: ReadonlySet<PaymentState> = new Set<PaymentState>(['PENDING', 'UNKNOWN']);
/** It may still be charged. */
export const isChargeable = ({ state }: Payment): boolean => chargeable.has(state);

const undecided: ReadonlySet<PaymentState> = new Set<PaymentState>([...chargeable, 'CANCELLING']);
/** It is still unknown whether it was charged. */
export const isUndecided = ({ state }: Payment): boolean => undecided.has(state);

/** Its refund had ended, and is to be looked up once more. */
export const isDoubted = ({ state, refund_doubted_at }: Payment): boolean =>
  refund_doubted_at !== undefined && (state === 'REFUNDED' || state === 'REFUND_FAILED');

/** The gateway's answer is still pending. */
export const isOpen = (payment: Payment): boolean =>
  isUndecided(payment) || payment.state === 'REFUNDING' || isDoubted(payment);

/** When money last moved for a settled payment. None moves for a free order. */
export const movedMoneyAt = ({ state, amount, paid_at, refunded_at }: Payment): string | undefined => {
  if (amount === 0) return undefined;
  return state === 'PAID' ? paid_at : state === 'REFUNDED' ? refunded_at : undefined;
};

/** @param until exclusive. */
export const movedMoneyIn = (
  payment: Payment,
  { from, until }: { readonly from: string; readonly until: string },
): boolean => {
  const at = movedMoneyAt(payment);
  return at !== undefined && from <= at && at < until;
};
