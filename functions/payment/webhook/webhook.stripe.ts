import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../shared/kernel/clock.ts';
import { stripeClient } from '../gateway/stripe/client.stripe.ts';
import { stripeOwnerOf } from '../gateway/stripe/owner.stripe.ts';
import type { OwnerOf, VerifyEvent } from '../model/webhook-ports.ts';
import { verifyStripeEvent } from './signature.stripe.ts';
import type { WebhookEnvironment } from './webhook.env.ts';
import { webhookCredentials } from './webhook-credentials.stripe.ts';

/** Stripe's side of the webhook, by the credentials in its secret. */
export const webhookOfStripe = (
  { WEBHOOK_SECRET_ARN, GATEWAY_TIMEOUT_MS }: WebhookEnvironment,
  clock: Clock,
): { readonly verify: VerifyEvent; readonly ownerOf: OwnerOf } => {
  const credentials = webhookCredentials(new SecretsManagerClient(), WEBHOOK_SECRET_ARN, clock);
  const apiKey = async () => (await credentials.current()).api_key;
  return {
    verify: verifyStripeEvent(credentials, clock),
    // One client per dispute: disputes are rare, and the key may have been rotated.
    ownerOf: (reference) => stripeOwnerOf(stripeClient(apiKey, { timeoutMs: Number(GATEWAY_TIMEOUT_MS) }))(reference),
  };
};
