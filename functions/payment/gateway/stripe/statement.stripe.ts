import type Stripe from 'stripe';
import { TransientError } from '../../../shared/runtime/idioms/transient-error.ts';
import type { StatementEntry } from '../../model/comparison-domain.ts';
import type { GatewayStatement } from '../../model/ports.ts';
import { fromStripe } from './stripe-amount.ts';

/** Stripe's largest page. */
const limit = 100;

const idOf = (object: string | { readonly id: string } | null): string | undefined =>
  typeof object === 'string' ? object : object?.id;

const entryOf = (kind: StatementEntry['kind'], moved: Stripe.Charge | Stripe.Refund): StatementEntry => {
  const { amount, currency, payment_intent, metadata, id } = moved;
  // Other objects of the account may have an empty id: DynamoDB would refuse its look-up, and with it the whole page.
  const orderId = metadata?.['order_id'] || undefined;
  return {
    kind,
    ...(orderId !== undefined && { orderId }),
    charge: idOf(payment_intent) ?? id,
    ...fromStripe(amount, currency),
  };
};

const seconds = (at: string): number => Date.parse(at) / 1_000;

/** Stripe's charges and refunds. */
export const stripeStatement = (client: () => Promise<Stripe>): GatewayStatement => ({
  entries: async function* ({ from, until }) {
    const created = { gte: seconds(from), lt: seconds(until) };
    try {
      const stripe = await client();
      let page: readonly StatementEntry[] = [];
      for await (const charge of stripe.charges.list({ created, limit })) {
        if (charge.status === 'succeeded') page = [...page, entryOf('charge', charge)];
        if (page.length < limit) continue;
        yield page;
        page = [];
      }
      for await (const refund of stripe.refunds.list({ created, limit })) {
        if (refund.status === 'succeeded' || refund.status === 'pending') page = [...page, entryOf('refund', refund)];
        if (page.length < limit) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    } catch (thrown) {
      throw new TransientError(`Stripe's statement: ${thrown instanceof Error ? thrown.name : 'unknown'}`, {
        cause: thrown,
      });
    }
  },
});
