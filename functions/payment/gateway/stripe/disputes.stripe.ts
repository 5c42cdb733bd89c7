import type Stripe from 'stripe';
import { validateStripeEvent } from '../../../../schemas/generated/validators.js';
import { TransientError } from '../../../shared/runtime/idioms/transient-error.ts';
import type { DisputeReports, GatewayEvent } from '../../model/webhook-ports.ts';
import { noticeOf } from './notice.stripe.ts';
import { stripeOwnerOf } from './owner.stripe.ts';

/** Stripe's largest page. */
const limit = 100;

const types = ['created', 'funds_withdrawn', 'funds_reinstated', 'closed'].map((name) => `charge.dispute.${name}`);

const seconds = (at: string): number => Date.parse(at) / 1_000;

/**
 * Stripe's events of disputes, which exist whether an endpoint does or not, and are kept for 30 days. A dispute itself
 * does not show when it entered each state: its events do, so that a fact that is looked up has the bytes of one that
 * is received.
 */
export const stripeDisputes = (client: () => Promise<Stripe>): DisputeReports => ({
  ownerOf: stripeOwnerOf(client),
  reported: async function* ({ from, until }) {
    try {
      const stripe = await client();
      let page: GatewayEvent[] = [];
      for await (const event of stripe.events.list({
        ...{ types, limit, created: { gte: seconds(from), lt: seconds(until) } },
      })) {
        if (validateStripeEvent(event) === null) page.push({ id: event.id, type: event.type, notice: noticeOf(event) });
        if (page.length < limit) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    } catch (thrown) {
      if (thrown instanceof TransientError) throw thrown;
      const name = thrown instanceof Error ? thrown.name : 'unknown';
      throw new TransientError(`Stripe's events of disputes: ${name}`, { cause: thrown });
    }
  },
});
