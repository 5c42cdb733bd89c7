import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stripeClient } from '../../../../functions/payment/client.stripe.ts';
import { stripeGateway } from '../../../../functions/payment/gateway.stripe.ts';
import type { Charge, PaymentGateway } from '../../../../functions/payment/ports.ts';
import { stripeStatement } from '../../../../functions/payment/statement.stripe.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import { allPages } from '../../../support/all-pages.ts';
import { StripeAccount } from '../../../support/stripe-account.ts';
import { type StripeReply, StripeServer } from '../../../support/stripe-server.ts';

const server = new StripeServer();
let account: StripeAccount;
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  account = new StripeAccount();
  server.requests.length = 0;
  server.reply = account.reply;
});

const client = (timeoutMs = 5_000) => stripeClient(async () => 'sk_test_123', { timeoutMs, at: server.at });
const gateway = (timeoutMs?: number): PaymentGateway => stripeGateway(client(timeoutMs));
const charge = (token = 'pm_card_visa', more: Partial<Charge> = {}): Charge => ({
  ...{ idempotencyKey: 'payment-1', orderId: 'order-1', amount: 3197, currency: 'GBP', token },
  ...more,
});
const refundOf = (reference: string) => ({ idempotencyKey: 'refund-1', charge: { ...charge(), reference } });

/** Lets the first so many requests through, then replies so. */
const replyAfter = (through: number, reply: StripeReply) => {
  let seen = 0;
  server.reply = (request) => {
    seen += 1;
    return seen > through ? reply : account.reply(request);
  };
};
const error = (status: number, fields: object): StripeReply => ({ status, body: { error: fields } });

describe('a charge by Stripe', () => {
  it('is an intent, confirmed off session, each under a key of the payment', async () => {
    expect(await gateway().charge(charge())).toEqual({ status: 'approved', reference: 'pi_1' });
    expect(server.requests.map(({ method, path, idempotencyKey }) => [method, path, idempotencyKey])).toEqual([
      ['POST', '/v1/payment_intents', 'payment-1'],
      ['POST', '/v1/payment_intents/pi_1/confirm', 'payment-1:confirm'],
    ]);
    expect(Object.fromEntries(server.requests[0]?.body ?? [])).toMatchObject({
      ...{ amount: '3197', currency: 'gbp', 'metadata[payment_id]': 'payment-1', 'metadata[order_id]': 'order-1' },
    });
    expect(Object.fromEntries(server.requests[1]?.body ?? [])).toEqual({
      payment_method: 'pm_card_visa',
      off_session: 'true',
    });
  });

  it('is made once, however often it is asked for', async () => {
    const answers = [await gateway().charge(charge()), await gateway().charge(charge())];
    expect(answers).toEqual([answers[0], answers[0]]);
    expect(account.intents.size).toBe(1);
  });

  it('is declined for the bank’s reason, and is known to be', async () => {
    const declined = { status: 'declined', reason: 'insufficient_funds' };
    expect(await gateway().charge(charge('pm_card_declined_insufficient_funds'))).toEqual(declined);
    expect(await gateway().lookup(charge())).toEqual(declined);
    expect(await gateway().charge(charge('pm_card_declined_insufficient_funds'))).toEqual(declined);
  });

  it('refuses a key that was used for another amount', async () => {
    await gateway().charge(charge());
    await expect(gateway().charge(charge('pm_card_visa', { amount: 1 }))).rejects.toThrow(RangeError);
  });

  it('is not rounded where Stripe cannot take it', async () => {
    const declined = { status: 'declined', reason: 'amount_not_supported' };
    expect(await gateway().charge(charge('pm_card_visa', { amount: 5_124, currency: 'KWD' }))).toEqual(declined);
    expect(server.requests).toEqual([]);
  });
});

describe('a look-up at Stripe', () => {
  it('finds nothing, and charges nothing', async () => {
    expect(await gateway().lookup(charge())).toEqual({ status: 'absent' });
    expect([...account.intents.values()].map(({ status }) => status)).toEqual(['requires_payment_method']);
  });

  it('leaves the key to a charge that comes after it', async () => {
    await gateway().lookup(charge());
    expect(await gateway().charge(charge())).toMatchObject({ status: 'approved' });
    expect(account.intents.size).toBe(1);
  });

  it('finds a charge whose answer was lost', async () => {
    server.reply = (request) => {
      const answer = account.reply(request);
      return request.path.endsWith('/confirm') ? 'breaks' : answer;
    };
    expect(await gateway().charge(charge())).toMatchObject({ status: 'unknown' });
    expect(await gateway().lookup(charge())).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('finds it by its metadata when Stripe has forgotten the key', async () => {
    await gateway().charge(charge());
    account.forgetKeys();
    expect(await gateway().lookup(charge())).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('asks for the intent alone where it is known', async () => {
    await gateway().charge(charge());
    server.requests.length = 0;
    expect(await gateway().lookup({ ...charge(), reference: 'pi_1' })).toMatchObject({ status: 'approved' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/payment_intents/pi_1']);
  });

  it.each([
    ['processing', { status: 'unknown' }],
    ['requires_confirmation', { status: 'absent' }],
    ['requires_action', { status: 'declined', reason: 'authentication_required' }],
    ['canceled', { status: 'declined', reason: 'canceled' }],
  ])('reads an intent that is %s', async (status, answer) => {
    server.reply = () => ({ body: { id: 'pi_1', object: 'payment_intent', status, last_payment_error: null } });
    expect(await gateway().lookup({ ...charge(), reference: 'pi_1' })).toMatchObject(answer);
  });
});

describe('a refund by Stripe', () => {
  it('gives a charge back, once, under its own key', async () => {
    await gateway().charge(charge());
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(account.refunds.size).toBe(1);
    expect(server.requests.at(-1)).toMatchObject({ path: '/v1/refunds', idempotencyKey: 'refund-1' });
  });

  it('is done when somebody else has done it', async () => {
    await gateway().charge(charge());
    await gateway().refund({ ...refundOf('pi_1'), idempotencyKey: 'another' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
  });

  it('is refused when it failed, or there is nothing to give back', async () => {
    server.reply = () => ({ body: { id: 're_1', object: 'refund', status: 'failed' } });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refused', reason: 'failed' });
    expect(await gateway().refund({ idempotencyKey: 'refund-1', charge: charge() })).toMatchObject({
      status: 'refused',
    });
  });
});

/** Bodies as Stripe documents and sends them: https://docs.stripe.com/api/errors */
describe('what goes wrong at Stripe', () => {
  const answers: readonly (readonly [string, StripeReply, object])[] = [
    [
      'a card error',
      error(402, { type: 'card_error', code: 'expired_card' }),
      { status: 'declined', reason: 'expired_card' },
    ],
    [
      'a card that wants its owner',
      error(402, { type: 'card_error', code: 'authentication_required', decline_code: 'authentication_required' }),
      { status: 'declined', reason: 'authentication_required' },
    ],
    [
      'an unknown payment method',
      error(400, { type: 'invalid_request_error', code: 'resource_missing', param: 'payment_method' }),
      { status: 'declined', reason: 'resource_missing' },
    ],
    [
      'an amount too small',
      error(400, { type: 'invalid_request_error', code: 'amount_too_small' }),
      { status: 'declined', reason: 'amount_too_small' },
    ],
    [
      'a request of ours that is wrong',
      error(400, { type: 'invalid_request_error', code: 'parameter_unknown' }),
      { status: 'unavailable' },
    ],
    ['a key that is wrong', error(401, { type: 'invalid_request_error' }), { status: 'unavailable' }],
    ['a right that is missing', error(403, { type: 'invalid_request_error' }), { status: 'unavailable' }],
    ['too many requests', error(429, { type: 'invalid_request_error', code: 'rate_limit' }), { status: 'unavailable' }],
    ['a lock', error(429, { type: 'invalid_request_error', code: 'lock_timeout' }), { status: 'unavailable' }],
    [
      'the same request under way',
      error(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }),
      { status: 'unknown' },
    ],
    ['a fault of Stripe', error(500, { type: 'api_error' }), { status: 'unknown' }],
    ['a fault before Stripe', error(503, { type: 'api_error' }), { status: 'unknown' }],
    ['a broken connection', 'breaks', { status: 'unknown' }],
  ];

  it.each(answers)('%s', async (_name, reply, answer) => {
    replyAfter(1, reply);
    expect(await gateway().charge(charge())).toMatchObject(answer);
  });

  it('an answer that does not come in time', async () => {
    replyAfter(1, 'hangs');
    expect(await gateway(100).charge(charge())).toMatchObject({ status: 'unknown' });
  });

  it('a server that is not there', async () => {
    const nowhere = stripeClient(async () => 'sk_test_123', { timeoutMs: 1_000, at: { ...server.at, port: 1 } });
    expect(await stripeGateway(nowhere).charge(charge())).toMatchObject({ status: 'unavailable' });
  });

  it('a secret that is not there: asked for again with the next call', async () => {
    let times = 0;
    const apiKey = async () => {
      times += 1;
      if (times === 1) throw new Error('AccessDenied sk_test_123');
      return 'sk_test_123';
    };
    const stripe = stripeGateway(stripeClient(apiKey, { timeoutMs: 1_000, at: server.at }));
    expect(await stripe.charge(charge())).toEqual({ status: 'unavailable', cause: 'No client of Stripe: Error' });
    expect(await stripe.charge(charge())).toMatchObject({ status: 'approved' });
  });

  it('is named without what Stripe quotes', async () => {
    const message = "No such thing: 'pm_card_secret'";
    replyAfter(1, error(400, { type: 'invalid_request_error', code: 'parameter_unknown', message }));
    expect(await gateway().charge(charge('pm_card_secret'))).toEqual({
      status: 'unavailable',
      cause: 'Stripe StripeInvalidRequestError parameter_unknown 400',
    });
  });
});

describe('Stripe’s statement', () => {
  const moved = (id: string, more: object) => ({
    id,
    amount: 500,
    currency: 'isk',
    payment_intent: 'pi_1',
    metadata: {},
    ...more,
  });
  const list = (data: readonly object[], has_more = false): StripeReply => ({
    body: { object: 'list', data, has_more },
  });
  const period = { from: '2026-11-22T06:00:00.000Z', until: '2026-11-22T07:00:00.000Z' };
  const entries = () => allPages(stripeStatement(client()).entries(period));

  it('lists what moved in a period, page by page, with the orders it was for', async () => {
    server.reply = ({ path }) => {
      if (path.startsWith('/v1/refunds')) return list([moved('re_1', { status: 'succeeded', currency: 'gbp' })]);
      if (path.includes('starting_after=ch_2'))
        return list([moved('ch_3', { status: 'succeeded', payment_intent: null })]);
      const order = { status: 'succeeded', metadata: { order_id: 'order-1' } };
      return list([moved('ch_1', order), moved('ch_2', { status: 'failed' })], true);
    };
    expect(await entries()).toEqual([
      { kind: 'charge', orderId: 'order-1', charge: 'pi_1', amount: 5, currency: 'ISK' },
      { kind: 'charge', charge: 'ch_3', amount: 5, currency: 'ISK' },
      { kind: 'refund', charge: 'pi_1', amount: 500, currency: 'GBP' },
    ]);
    const [first] = server.requests;
    expect(decodeURIComponent(first?.path ?? '')).toContain(
      `created[gte]=${Date.parse(period.from) / 1_000}&created[lt]=${Date.parse(period.until) / 1_000}`,
    );
  });

  it('is to be asked for again when Stripe does not answer', async () => {
    server.reply = () => error(500, { type: 'api_error' });
    await expect(entries()).rejects.toThrow(TransientError);
  });
});
