import { isOpen, type Payment } from './domain.ts';
import { parked } from './retry-domain.ts';

/** What a notice of the gateway says of a refund, as it was when the event was made: it may be late, or of an earlier refund. */
export type RefundNotice = 'made' | 'failed';

/** How the gateway's look-up says that a refund ended. */
type RefundEnd = 'REFUNDED' | 'REFUND_FAILED';

/** Due at once for the schedule, which looks its refund up. */
export const doubted = (payment: Payment, at: string): Payment =>
  parked({ ...payment, refund_doubted_at: at }, at, { counted: false });

const certain = ({ refund_doubted_at: _, ...payment }: Payment): Payment => payment;

/** Whether the notice contradicts what is known. A refund that is under way may be known as ended a moment later. */
export const contradicts = ({ state }: Payment, notice: RefundNotice): boolean =>
  state === 'REFUND_FAILED'
    ? notice === 'made'
    : notice === 'failed' && (state === 'REFUNDED' || state === 'REFUNDING');

const isSame = (one: Payment, other: Payment): boolean =>
  one.state === other.state &&
  one.refund_doubted_at === other.refund_doubted_at &&
  one.failed_refund === other.failed_refund;

/**
 * The payment that the end of a refund is applied to: without its doubt, which the look-up has answered. Undefined where the payment has moved on since
 * it was looked up: the answer may be the older one.
 */
export const answeredFor = (current: Payment, lookedUp: Payment): Payment | undefined => {
  if (!isSame(current, lookedUp)) return undefined;
  return current.refund_doubted_at === undefined ? current : certain(current);
};

/** After an answer that may be the older one: where it contradicts what another look-up found, neither is believed. */
export const afterStale = (current: Payment, end: RefundEnd, at: string): Payment => {
  const hasEnded = current.state === 'REFUNDED' || current.state === 'REFUND_FAILED';
  return hasEnded && !isOpen(current) && current.state !== end ? doubted(current, at) : current;
};
