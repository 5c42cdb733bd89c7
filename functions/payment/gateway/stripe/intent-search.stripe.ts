import type Stripe from 'stripe';

/** Most that Stripe finds at a time: an order has one intent, or a few. */
const limit = 100;

/** Of several the first of these counts. One that was cancelled says that the payment was closed: it is not charged again. */
const counts: readonly Stripe.PaymentIntent.Status[] = ['succeeded', 'processing', 'requires_capture', 'canceled'];
const isOver: ReadonlySet<Stripe.PaymentIntent.Status> = new Set(['succeeded', 'canceled']);

/**
 * The intent by which an order was charged, is being, or was closed, whatever its key was. Stripe's search is behind, by less than a minute
 * as a rule and by an hour at most when it is in trouble: it is for what is older than a key. What is younger its key finds.
 */
export const earlierIntent = async (stripe: Stripe, orderId: string): Promise<Stripe.PaymentIntent | undefined> => {
  const query = `metadata['order_id']:'${orderId}'`;
  const { data } = await stripe.paymentIntents.search({ query, limit });
  const current: Stripe.PaymentIntent[] = [];
  // What the search says of them may be behind.
  for (const intent of data) {
    current.push(isOver.has(intent.status) ? intent : await stripe.paymentIntents.retrieve(intent.id));
  }
  const best = counts.find((status) => current.some((intent) => intent.status === status));
  return current.find(({ status }) => status === best);
};
