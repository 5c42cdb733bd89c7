import type Stripe from 'stripe';

/** Stripe's largest page: an order has one intent, or a few. */
const limit = 100;

/** The first of these decides. A cancelled intent closed the payment: it is not charged again. */
const counts: readonly Stripe.PaymentIntent.Status[] = ['succeeded', 'processing', 'requires_capture', 'canceled'];
const isOver: ReadonlySet<Stripe.PaymentIntent.Status> = new Set(['succeeded', 'canceled']);

/**
 * The intent that charged an order, is charging it, or closed it, under any key. Stripe's search is behind by less than
 * a minute as a rule, and by up to an hour in an outage: it serves orders older than a key. The key finds younger ones.
 */
export const earlierIntent = async (stripe: Stripe, orderId: string): Promise<Stripe.PaymentIntent | undefined> => {
  const query = `metadata['order_id']:'${orderId}'`;
  const { data } = await stripe.paymentIntents.search({ query, limit });
  const current: Stripe.PaymentIntent[] = [];
  // The states that the search returns may be outdated.
  for (const intent of data) {
    current.push(isOver.has(intent.status) ? intent : await stripe.paymentIntents.retrieve(intent.id));
  }
  const best = counts.find((status) => current.some((intent) => intent.status === status));
  return current.find(({ status }) => status === best);
};
