import { type DisputeFact, withDispute } from './dispute-domain.ts';
import { isOpen, type Payment } from './domain.ts';
import { contradicts, doubted, type RefundNotice } from './refund-doubt-domain.ts';
import { parked } from './retry-domain.ts';
import { moved } from './state-domain.ts';

/** The payment that an object of the gateway belongs to, by the metadata set with it. */
export interface Owner {
  readonly orderId: string;
  readonly paymentId: string;
}

/** The meaning of a signed event of the gateway. */
export type Notice =
  /** A charge or a refund changed: the payment is to be looked up. */
  | {
      readonly kind: 'MOVED';
      readonly owner: Owner;
      readonly charged?: { readonly reference: string };
      readonly refund?: RefundNotice;
    }
  /** Of a charge by the gateway's own name: a dispute lacks the metadata. */
  | { readonly kind: 'DISPUTE'; readonly reference: string; readonly fact: DisputeFact }
  /** Of a handled type, without the metadata. */
  | { readonly kind: 'UNMATCHED' }
  /** Of a type that is not handled. */
  | { readonly kind: 'IGNORED' };

export type PaymentNotice = Extract<Notice, { readonly kind: 'MOVED' | 'DISPUTE' }>;

/** Due at once for the schedule; unchanged if it is due already. */
const dueNow = (payment: Payment, at: string): Payment =>
  payment.due_at !== undefined && payment.due_at <= at ? payment : parked(payment, at, { counted: false });

/** Only a charge that was closed as not charged changes its state here: it is refunded. */
const lateCharge = (payment: Payment, reference: string, at: string): Payment => {
  const next = moved(payment, { type: 'CHARGED', reference }, at);
  return next === payment ? payment : dueNow(next, at);
};

/**
 * The payment after a notice; the same object if nothing changes. A notice is a hint that makes the schedule look up an
 * open payment, or a contradicted refund, sooner: notices come in any order, and the last to arrive may be the first
 * that happened. Two facts count at once, because the gateway never revokes them: a charge that succeeded, and a state
 * of a dispute.
 */
export const afterNotice = (payment: Payment, notice: PaymentNotice, at: string): Payment => {
  if (notice.kind === 'DISPUTE') {
    const { disputes = {} } = payment;
    const next = withDispute(disputes, notice.fact);
    return next === disputes ? payment : dueNow({ ...payment, disputes: next }, at);
  }
  if (notice.refund !== undefined && contradicts(payment, notice.refund)) return doubted(payment, at);
  if (isOpen(payment)) return dueNow(payment, at);
  return notice.charged === undefined ? payment : lateCharge(payment, notice.charged.reference, at);
};
