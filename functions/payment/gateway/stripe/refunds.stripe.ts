import type Stripe from 'stripe';
import type { ChargeName, RefundLookupAnswer } from '../../model/ports.ts';
import { toStripe } from './stripe-amount.ts';

const limit = 100;

const onTheWay: ReadonlySet<string | null> = new Set(['pending', 'requires_action']);

/**
 * The state of a charge's refunds, including those made by hand: the best one decides. The list begins with the newest.
 */
export const refundsState = async (
  stripe: Stripe,
  payment_intent: string,
  { amount, currency }: ChargeName,
): Promise<RefundLookupAnswer> => {
  const { data } = await stripe.refunds.list({ payment_intent, limit });
  const given = data.filter(({ status }) => status === 'succeeded').reduce((sum, refund) => sum + refund.amount, 0);
  if (given >= (toStripe(amount, currency) ?? Number.POSITIVE_INFINITY)) return { status: 'refunded' };
  if (data.some(({ status }) => onTheWay.has(status))) return { status: 'pending' };
  const failed = data.find(({ status }) => status === 'failed' || status === 'canceled');
  if (failed === undefined) return { status: 'absent' };
  return { status: 'failed', reason: failed.failure_reason || failed.status || 'failed', reference: failed.id };
};
