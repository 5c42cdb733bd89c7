import { type DisputeFact, withDispute } from './dispute-domain.ts';
import { isOpen, type Payment } from './domain.ts';
import { contradicts, doubted, type RefundNotice } from './refund-doubt-domain.ts';
import { parked } from './retry-domain.ts';
import { moved } from './state-domain.ts';

/** The payment that an object of the gateway belongs to, by the metadata that we gave it. */
export interface Owner {
  readonly orderId: string;
  readonly paymentId: string;
}

/** What a signed event of the gateway means to us. */
export type Notice =
  /** Something happened to a charge or a refund: the payment is to be looked up. */
  | {
      readonly kind: 'MOVED';
      readonly owner: Owner;
      readonly charged?: { readonly reference: string };
      readonly refund?: RefundNotice;
    }
  /** Of a charge by the gateway's own name: a dispute does not carry our metadata. */
  | { readonly kind: 'DISPUTE'; readonly reference: string; readonly fact: DisputeFact }
  /** Followed, and without our metadata. */
  | { readonly kind: 'UNMATCHED' }
  /** Of a type that is not followed. */
  | { readonly kind: 'IGNORED' };

export type PaymentNotice = Extract<Notice, { readonly kind: 'MOVED' | 'DISPUTE' }>;

/** Due at once for the schedule; the same where it is due already. */
const hurried = (payment: Payment, at: string): Payment =>
  payment.due_at !== undefined && payment.due_at <= at ? payment : parked(payment, at, { counted: false });

/** Only a charge that was closed as not charged changes its state here: it is given back. */
const chargedAfterAll = (payment: Payment, reference: string, at: string): Payment => {
  const next = moved(payment, { type: 'CHARGED', reference }, at);
  return next === payment ? payment : hurried(next, at);
};

/**
 * The payment after a notice; itself where the notice changes nothing. A notice is a hint: an open payment is looked up
 * sooner, by the schedule, and what the look-up finds decides. So is a refund that had ended, where the notice contradicts its
 * end: notices come in any order, and the last that comes may be the first that happened. Two facts are taken as they are, because the gateway never takes
 * them back: a charge that succeeded, and what happened to a dispute.
 */
export const noticed = (payment: Payment, notice: PaymentNotice, at: string): Payment => {
  if (notice.kind === 'DISPUTE') {
    const { disputes = {} } = payment;
    const next = withDispute(disputes, notice.fact);
    return next === disputes ? payment : hurried({ ...payment, disputes: next }, at);
  }
  if (notice.refund !== undefined && contradicts(payment, notice.refund)) return doubted(payment, at);
  if (isOpen(payment)) return hurried(payment, at);
  return notice.charged === undefined ? payment : chargedAfterAll(payment, notice.charged.reference, at);
};
