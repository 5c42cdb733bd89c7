import { isOpen, type Payment } from './domain.ts';
import { parked } from './retry-domain.ts';

/** State of a refund in a notice, as of the event's creation: the notice may be late, or of an earlier refund. */
export type RefundNotice = 'made' | 'failed';

/** The end of a refund, by the gateway's look-up. */
type RefundEnd = 'REFUNDED' | 'REFUND_FAILED';

/** Due at once for the schedule, which looks its refund up. */
export const doubted = (payment: Payment, at: string): Payment =>
  parked({ ...payment, refund_doubted_at: at }, at, { counted: false });

const withoutDoubt = ({ refund_doubted_at: _, ...payment }: Payment): Payment => payment;

/** The notice contradicts the stored state. A look-up may record the end of a pending refund a moment later. */
export const contradicts = ({ state }: Payment, notice: RefundNotice): boolean =>
  state === 'REFUND_FAILED'
    ? notice === 'made'
    : notice === 'failed' && (state === 'REFUNDED' || state === 'REFUNDING');

const isSame = (one: Payment, other: Payment): boolean =>
  one.state === other.state &&
  one.refund_doubted_at === other.refund_doubted_at &&
  one.failed_refund === other.failed_refund;

/**
 * The payment to which the end of a refund applies: without its doubt, which the look-up has resolved. Undefined if the
 * payment has changed since the look-up, whose answer may be the older one.
 */
export const answeredFor = (current: Payment, lookedUp: Payment): Payment | undefined => {
  if (!isSame(current, lookedUp)) return undefined;
  return current.refund_doubted_at === undefined ? current : withoutDoubt(current);
};

/** Applies an answer that may be the older one: if it contradicts another look-up, the refund is looked up again. */
export const afterStale = (current: Payment, end: RefundEnd, at: string): Payment => {
  const hasEnded = current.state === 'REFUNDED' || current.state === 'REFUND_FAILED';
  return hasEnded && !isOpen(current) && current.state !== end ? doubted(current, at) : current;
};
