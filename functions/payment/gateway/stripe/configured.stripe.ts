import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stripeApiKey, stripeClient } from './client.stripe.ts';
import { stripeDisputes } from './disputes.stripe.ts';
import { stripeGateway } from './gateway.stripe.ts';
import { stripeStatement } from './statement.stripe.ts';

/** Stripe, by the API key in a secret. */
export const configuredStripe = (secretArn: string, timeoutMs: number) => {
  const client = stripeClient(() => stripeApiKey(new SecretsManagerClient(), secretArn), { timeoutMs });
  return { gateway: stripeGateway(client), statement: stripeStatement(client), disputes: stripeDisputes(client) };
};
