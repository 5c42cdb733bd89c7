import Stripe from 'stripe';
import type { Payment } from '../../functions/payment/model/domain.ts';

/** Of no account: it signs in tests alone. */
export const signingSecret = 'whsec_test0secret0of0tests0alone';

interface EventFields {
  readonly id?: string;
  /** RFC 3339. */
  readonly at?: string;
}

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000);

/** An Event object as Stripe sends it, as far as it is read. */
export const stripeEvent = (
  type: string,
  object: object,
  { id = `evt_${type.replaceAll('.', '_')}`, at = '2026-11-22T06:00:00.000Z' }: EventFields = {},
) => ({
  id,
  object: 'event',
  api_version: '2026-10-28',
  created: seconds(at),
  type,
  livemode: false,
  data: { object },
});

export type TestStripeEvent = ReturnType<typeof stripeEvent>;

type Named = Pick<Payment, 'order_id' | 'payment_id'>;
const metadataOf = ({ order_id, payment_id }: Named) => ({ order_id, payment_id });

export const intentOf = (payment: Named, id = 'pi_1') => ({
  id,
  object: 'payment_intent',
  metadata: metadataOf(payment),
});
export const refundOf = (payment: Named, status = 'succeeded') => ({
  ...{ id: 're_1', object: 'refund', status, metadata: metadataOf(payment) },
});
export const disputeOf = (more: object = {}) => ({
  ...{ id: 'dp_1', object: 'dispute', payment_intent: 'pi_1', amount: 3197, currency: 'gbp', reason: 'fraudulent' },
  ...{ status: 'needs_response', created: seconds('2026-12-02T09:15:00.000Z'), metadata: {} },
  ...more,
});

/** `Stripe-Signature` of a body, by Stripe's own client. */
export const signatureOf = (payload: string, at: Date, secret = signingSecret): string =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(at.getTime() / 1_000) });
