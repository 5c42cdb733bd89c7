import { afterAll, beforeAll, beforeEach } from 'vitest';
import { stripeClient } from '../../functions/payment/gateway/stripe/client.stripe.ts';
import { stripeGateway } from '../../functions/payment/gateway/stripe/gateway.stripe.ts';
import type { Charge, ChargeAnswer, PreparingGateway } from '../../functions/payment/model/ports.ts';
import { StripeAccount } from './stripe-account.ts';
import { type StripeReply, StripeServer } from './stripe-server.ts';

export const server = new StripeServer();
/** A new one for each test. */
export let account: StripeAccount;

/** Serves the account over HTTP while the tests of a file run. */
export const withStripe = (): void => {
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(() => {
    account = new StripeAccount();
    server.requests.length = 0;
    server.reply = account.reply;
  });
};

export const client = (timeoutMs = 5_000) => stripeClient(async () => 'sk_test_123', { timeoutMs, at: server.at });

export const gateway = (timeoutMs?: number): PreparingGateway => stripeGateway(client(timeoutMs));

export const charge = (token = 'pm_card_visa', more: Partial<Charge> = {}): Charge => ({
  ...{ idempotencyKey: 'payment-1', orderId: 'order-1', amount: 3197, currency: 'GBP', aged: false, token },
  ...more,
});

export const intent = (token?: string): Charge => charge(token, { reference: 'pi_1' });

/** A charge in its two steps. */
export const charged = async (token?: string, stripe = gateway()): Promise<ChargeAnswer> => {
  const prepared = await stripe.prepare(charge(token));
  if (prepared.status !== 'prepared') return prepared;
  return stripe.charge(charge(token, { reference: prepared.reference }));
};

export const refundOf = (reference: string) => ({ idempotencyKey: 'refund-1', charge: { ...charge(), reference } });

export const requested = () =>
  server.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').slice(4)}`);

/** Serves the first requests, then replies with this. */
export const replyAfter = (through: number, reply: StripeReply) => {
  let seen = 0;
  server.reply = (request) => {
    seen += 1;
    return seen > through ? reply : account.reply(request);
  };
};

export const error = (status: number, fields: object): StripeReply => ({ status, body: { error: fields } });

/** An intent in a state that the fake account does not reach by itself. */
export const intentThat = (fields: object) => {
  account.reply({
    method: 'POST',
    path: '/v1/payment_intents',
    idempotencyKey: undefined,
    body: new URLSearchParams(),
  });
  Object.assign(account.intents.get('pi_1') ?? {}, fields);
};
