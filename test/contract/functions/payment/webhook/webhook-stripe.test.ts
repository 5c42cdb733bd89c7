import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stripeClient } from '../../../../../functions/payment/gateway/stripe/client.stripe.ts';
import { stripeOwnerOf } from '../../../../../functions/payment/gateway/stripe/owner.stripe.ts';
import { webhookCredentials } from '../../../../../functions/payment/webhook/webhook-credentials.stripe.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { paymentOf } from '../../../../support/payment-world.ts';
import { intentOf, signingSecret } from '../../../../support/stripe-events.ts';
import { StripeServer } from '../../../../support/stripe-server.ts';

const server = new StripeServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.requests.length = 0;
});

describe('the owner of a charge', () => {
  const ownerOf = (reference: string) =>
    stripeOwnerOf(stripeClient(async () => 'rk_test_123', { timeoutMs: 2_000, at: server.at }))(reference);
  const order = paymentOf('order');

  it('comes from the metadata of its payment intent, with one read', async () => {
    server.reply = () => ({ body: intentOf(order) });
    expect(await ownerOf('pi_1')).toEqual({ orderId: order.order_id, paymentId: order.payment_id });
    expect(server.requests.map(({ method, path }) => [method, path])).toEqual([['GET', '/v1/payment_intents/pi_1']]);
  });

  it.each([
    ['without metadata of ours', { body: { id: 'pi_1', metadata: { order_id: '4711', payment_id: '1' } } }],
    [
      'that is not in this account',
      { status: 404, body: { error: { type: 'invalid_request_error', code: 'resource_missing' } } },
    ],
  ])('is nothing to us of one %s', async (_, reply) => {
    server.reply = () => reply;
    expect(await ownerOf('pi_1')).toBeUndefined();
  });

  it.each([
    ['refuses our key', { status: 401, body: { error: { type: 'authentication_error', message: 'pm_secret' } } }],
    ['refuses our key', { status: 403, body: { error: { type: 'invalid_request_error', message: 'pm_secret' } } }],
    ['fails', { status: 500, body: { error: { type: 'api_error', message: 'pm_secret' } } }],
    ['breaks the connection', 'breaks' as const],
  ])('is retried if Stripe %s, without Stripe’s message', async (_, reply) => {
    server.reply = () => reply;
    const thrown: unknown = await ownerOf('pi_1').catch((error) => error);
    expect(thrown).toBeInstanceOf(TransientError);
    expect((thrown as Error).message).not.toContain('pm_secret');
  });
});

/** Secrets Manager with one secret: its current value, or a refusal. */
class OneSecret {
  value: string | undefined;
  reads = 0;
  readonly client = new SecretsManagerClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });

  constructor() {
    this.client.middlewareStack.add(
      () => async () => {
        this.reads += 1;
        if (this.value === undefined) throw new Error('AccessDenied of the value hunter2');
        return { output: { $metadata: {}, SecretString: this.value }, response: {} };
      },
      { step: 'initialize' },
    );
  }
}

describe('the credentials of the webhook', () => {
  const whole = { signing_secret: signingSecret, api_key: 'rk_test_1' };
  const open = (value: string | undefined) => {
    const secret = new OneSecret();
    secret.value = value;
    const clock = new FixedClock();
    return { secret, clock, credentials: webhookCredentials(secret.client, 'arn:secret', clock) };
  };

  it('are read once, and again after five minutes', async () => {
    const { secret, clock, credentials } = open(JSON.stringify(whole));
    expect(await Promise.all([credentials.current(), credentials.current()])).toEqual([whole, whole]);
    expect(secret.reads).toBe(1);
    clock.advance(299_000);
    await credentials.current();
    expect(secret.reads).toBe(1);
    clock.advance(1_000);
    await credentials.current();
    expect(secret.reads).toBe(2);
  });

  it('are read again for a wrong signature, at most once a minute', async () => {
    const { secret, clock, credentials } = open(JSON.stringify(whole));
    await credentials.current();
    secret.value = JSON.stringify({ ...whole, signing_secret: 'whsec_rolled123' });
    expect(await credentials.newer()).toBeUndefined();
    clock.advance(60_000);
    expect(await credentials.newer()).toMatchObject({ signing_secret: 'whsec_rolled123' });
    expect(await credentials.newer()).toBeUndefined();
    expect(await credentials.current()).toMatchObject({ signing_secret: 'whsec_rolled123' });
    expect(secret.reads).toBe(2);
  });

  it.each([
    ['are not set', 'aRandomValueOfSecretsManager'],
    ['is the signing secret alone', signingSecret],
    ['has no key', JSON.stringify({ signing_secret: signingSecret })],
    ['has the two exchanged', JSON.stringify({ signing_secret: 'rk_test_1', api_key: signingSecret })],
    ['may not be read', undefined],
  ])('that %s cause an error with the secret’s name, not its value, and are read again', async (_, value) => {
    const { secret, credentials } = open(value);
    const thrown: unknown = await credentials.current().catch((error) => error);
    expect(thrown).toBeInstanceOf(TransientError);
    expect((thrown as Error).message).toContain('arn:secret');
    expect((thrown as Error).message).not.toMatch(/hunter2|test0secret|aRandom/);
    secret.value = JSON.stringify(whole);
    expect(await credentials.current()).toEqual(whole);
  });
});
