import type Stripe from 'stripe';
import { noticeOf } from '../../../functions/payment/gateway/stripe/notice.stripe.ts';
import { disputeKey } from '../../../functions/payment/model/dispute-domain.ts';
import { eventId } from '../../../functions/shared/kernel/ids.ts';
import type { Watcher } from '../world/run-plan.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('emitted disputes');

/**
 * Drained, each fact of a dispute whose event the webhook acknowledged is in Kafka: the gateway does not send it again. So is each
 * that no webhook received, where Stripe's reports were read late enough.
 */
export const emittedDisputes = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    const { gatewayEvents, plan, stripe } = world;
    const areLookedUp = stripe && plan.actions.some((action) => action.kind === 'run' && action.compares === true);
    for (const { orderId, event } of (areLookedUp ? gatewayEvents?.disputes : gatewayEvents?.acknowledged) ?? []) {
      const notice = noticeOf(event as unknown as Stripe.Event);
      // A backup does not have what the payment was sent after it.
      if (notice.kind !== 'DISPUTE' || world.restored.has(orderId)) continue;
      const id = eventId(orderId, 'PAYMENT_DISPUTED', disputeKey(notice.fact));
      require(firstOccurrences(world).find(id) !== undefined, () =>
        `${event.type} of order ${orderId} was ${areLookedUp ? 'reported' : 'acknowledged'}, and ${notice.fact.state} is not emitted`);
    }
  },
});
