import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../shared/kernel/clock.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';

/** The value of the secret, a JSON object. */
interface WebhookSecret {
  /** Of the endpoint: `whsec_…`. */
  readonly signing_secret: string;
  /** A restricted key that may only read payment intents. */
  readonly api_key: string;
}

export interface WebhookCredentials {
  /** @throws {TransientError} the secret cannot be read, or has no value yet. */
  current(): Promise<WebhookSecret>;
  /** Read again if the cached one may be outdated; undefined if it was just read. @throws {TransientError} */
  newer(): Promise<WebhookSecret | undefined>;
}

const keptMs = 300_000;
/** Attackers may send any number of wrong signatures: they cause at most one read a minute. */
const leastMs = 60_000;

const signingPattern = /^whsec_[A-Za-z0-9+/=_-]{8,200}$/;
const keyPattern = /^(sk|rk)_(live|test)_[A-Za-z0-9]+$/;

const parsed = (value: string | undefined): Partial<Record<keyof WebhookSecret, unknown>> => {
  try {
    return Object(JSON.parse(value ?? ''));
  } catch {
    return {};
  }
};

const read = async (secrets: SecretsManagerClient, arn: string): Promise<WebhookSecret> => {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: arn })).catch((thrown) => {
    const name = thrown instanceof Error ? thrown.name : 'unknown';
    throw new TransientError(`The secret ${arn} cannot be read: ${name}`, { cause: thrown });
  });
  const { signing_secret, api_key } = parsed(SecretString);
  const isSigning = typeof signing_secret === 'string' && signingPattern.test(signing_secret);
  if (!isSigning || typeof api_key !== 'string' || !keyPattern.test(api_key)) {
    // The message names the secret, never its value.
    throw new TransientError(`The secret ${arn} is no {"signing_secret":"whsec_…","api_key":"rk_…"}`);
  }
  return { signing_secret, api_key };
};

/**
 * The webhook's credentials, cached for minutes: after a rotation, Stripe accepts the old secret for the overlap that
 * its owner chooses there.
 */
export const webhookCredentials = (secrets: SecretsManagerClient, arn: string, clock: Clock): WebhookCredentials => {
  let kept: { readonly secret: Promise<WebhookSecret>; readonly at: number } | undefined;
  const load = (): Promise<WebhookSecret> => {
    const loading = { secret: read(secrets, arn), at: clock.now().getTime() };
    kept = loading;
    loading.secret.catch(() => {
      if (kept === loading) kept = undefined;
    });
    return loading.secret;
  };
  const age = (): number => (kept === undefined ? Number.POSITIVE_INFINITY : clock.now().getTime() - kept.at);
  return {
    current: () => (kept === undefined || age() >= keptMs ? load() : kept.secret),
    newer: async () => (age() >= leastMs ? load() : undefined),
  };
};
