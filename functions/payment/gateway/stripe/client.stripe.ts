import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import Stripe from 'stripe';
import { httpAgents } from '../../../shared/runtime/http-agents.ts';

export interface StripeClientOptions {
  /** Longest wait for the answer to one request. */
  readonly timeoutMs: number;
  /** Address of a mock; absent for Stripe itself. */
  readonly at?: { readonly protocol: 'http'; readonly host: string; readonly port: number };
}

/** An API key of Stripe, whole or restricted. Never quoted in an error. */
const apiKeyPattern = /^(sk|rk)_(live|test)_[A-Za-z0-9]+$/;

/** Reads the API key. @throws {TypeError} naming the secret, never its value. */
export const stripeApiKey = async (secrets: SecretsManagerClient, secretArn: string): Promise<string> => {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const key = SecretString?.trim() ?? '';
  if (!apiKeyPattern.test(key)) throw new TypeError(`the secret ${secretArn} is not an API key of Stripe`);
  return key;
};

const agentFor = (at: StripeClientOptions['at']) =>
  at === undefined ? httpAgents().httpsAgent : httpAgents().httpAgent;

/**
 * The client, created at the first use and again after a failure. It retries only a closed connection, with the same
 * key: callers that know a request's effect decide about any other retry.
 */
export const stripeClient = (apiKey: () => Promise<string>, { timeoutMs, at }: StripeClientOptions) => {
  let client: Promise<Stripe> | undefined;
  const make = async () =>
    new Stripe(await apiKey(), {
      timeout: timeoutMs,
      maxNetworkRetries: 0,
      telemetry: false,
      httpAgent: agentFor(at),
      ...at,
    });
  return (): Promise<Stripe> => {
    client ??= make().catch((thrown) => {
      client = undefined;
      throw thrown;
    });
    return client;
  };
};
