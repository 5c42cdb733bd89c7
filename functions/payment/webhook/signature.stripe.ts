import Stripe from 'stripe';
import { validateStripeEvent } from '../../../schemas/generated/validators.js';
import type { Clock } from '../../shared/kernel/clock.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import { noticeOf } from '../gateway/stripe/notice.stripe.ts';
import type { SignedBody, VerifyEvent } from '../model/webhook-ports.ts';
import type { WebhookCredentials } from './webhook-credentials.stripe.ts';

/** An older signature may be a replay: five minutes, as in Stripe's own clients. */
const toleranceSeconds = 300;

type Verified = { readonly event: unknown } | 'refused' | 'malformed';

const verified = async ({ body, signature }: SignedBody, secret: string, now: Date): Promise<Verified> => {
  try {
    const { webhooks } = Stripe;
    const at = now.getTime();
    const event = await webhooks.constructEventAsync(body, signature ?? '', secret, toleranceSeconds, undefined, at);
    return { event };
  } catch (thrown) {
    if (thrown instanceof Stripe.errors.StripeSignatureVerificationError) return 'refused';
    // Signed, but not JSON, or an event of another kind of endpoint.
    return 'malformed';
  }
};

/** Verifies Stripe's signature of the exact bytes with Stripe's own client. */
export const verifyStripeEvent =
  (credentials: WebhookCredentials, clock: Clock): VerifyEvent =>
  async (signed) => {
    const now = clock.now();
    let found = await verified(signed, (await credentials.current()).signing_secret, now);
    // The endpoint's secret may have been rotated.
    const newer = found === 'refused' ? await credentials.newer() : undefined;
    if (newer !== undefined) found = await verified(signed, newer.signing_secret, now);
    if (typeof found === 'string') return err(found);
    const { event } = found;
    if (validateStripeEvent(event) !== null) return err('malformed');
    const { id, type } = event as Stripe.Event;
    return ok({ id, type, notice: noticeOf(event as Stripe.Event) });
  };
