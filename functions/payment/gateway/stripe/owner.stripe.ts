import Stripe from 'stripe';
import { TransientError } from '../../../shared/runtime/idioms/transient-error.ts';
import type { Owner } from '../../model/notice-domain.ts';
import type { OwnerOf } from '../../model/webhook-ports.ts';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);

/**
 * The owner by the metadata that `payment/charge` sets on its intents and refunds; undefined for other objects of the
 * account.
 */
export const ownerIn = (metadata: unknown): Owner | undefined => {
  const { order_id: orderId, payment_id: paymentId } = Object(metadata);
  return isUuid(orderId) && isUuid(paymentId) ? { orderId, paymentId } : undefined;
};

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Stripe.errors.StripeError && thrown.code === 'resource_missing';

/** The owner of a payment intent, by its metadata. */
export const stripeOwnerOf =
  (client: () => Promise<Stripe>): OwnerOf =>
  async (reference) => {
    try {
      const stripe = await client();
      return ownerIn((await stripe.paymentIntents.retrieve(reference)).metadata);
    } catch (thrown) {
      if (isMissing(thrown)) return undefined;
      if (thrown instanceof TransientError) throw thrown;
      // Never Stripe's message: it may quote the payment method.
      const name = thrown instanceof Error ? thrown.name : 'unknown';
      throw new TransientError(`Stripe does not return the owner of a charge: ${name}`, { cause: thrown });
    }
  };
