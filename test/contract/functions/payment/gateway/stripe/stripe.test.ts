import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardedGateway, usualGuard } from '../../../../../../functions/payment/gateway/gateway.guarded.ts';
import { stripeClient } from '../../../../../../functions/payment/gateway/stripe/client.stripe.ts';
import { stripeDisputes } from '../../../../../../functions/payment/gateway/stripe/disputes.stripe.ts';
import { stripeGateway } from '../../../../../../functions/payment/gateway/stripe/gateway.stripe.ts';
import { stripeStatement } from '../../../../../../functions/payment/gateway/stripe/statement.stripe.ts';
import type { Charge, ChargeAnswer, PreparingGateway } from '../../../../../../functions/payment/model/ports.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { allPages } from '../../../../../support/all-pages.ts';
import { StripeAccount } from '../../../../../support/stripe-account.ts';
import { disputeOf, stripeEvent } from '../../../../../support/stripe-events.ts';
import { type StripeReply, StripeServer } from '../../../../../support/stripe-server.ts';

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
const gateway = (timeoutMs?: number): PreparingGateway => stripeGateway(client(timeoutMs));
const charge = (token = 'pm_card_visa', more: Partial<Charge> = {}): Charge => ({
  ...{ idempotencyKey: 'payment-1', orderId: 'order-1', amount: 3197, currency: 'GBP', aged: false, token },
  ...more,
});
const intent = (token?: string): Charge => charge(token, { reference: 'pi_1' });
/** A charge in its two steps. */
const charged = async (token?: string, stripe = gateway()): Promise<ChargeAnswer> => {
  const prepared = await stripe.prepare(charge(token));
  if (prepared.status !== 'prepared') return prepared;
  return stripe.charge(charge(token, { reference: prepared.reference }));
};
const refundOf = (reference: string) => ({ idempotencyKey: 'refund-1', charge: { ...charge(), reference } });
const requested = () => server.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').slice(4)}`);

/** Serves the first requests, then replies with this. */
const replyAfter = (through: number, reply: StripeReply) => {
  let seen = 0;
  server.reply = (request) => {
    seen += 1;
    return seen > through ? reply : account.reply(request);
  };
};
const error = (status: number, fields: object): StripeReply => ({ status, body: { error: fields } });
/** An intent in a state that the fake account does not reach by itself. */
const intentThat = (fields: object) => {
  account.reply({
    method: 'POST',
    path: '/v1/payment_intents',
    idempotencyKey: undefined,
    body: new URLSearchParams(),
  });
  Object.assign(account.intents.get('pi_1') ?? {}, fields);
};

describe('a charge by Stripe', () => {
  it('is an intent, stored before it is confirmed off session, each under a key of its own', async () => {
    expect(await gateway().prepare(charge())).toEqual({ status: 'prepared', reference: 'pi_1' });
    expect([...account.intents.values()].map(({ status }) => status)).toEqual(['requires_payment_method']);
    expect(await gateway().charge(intent())).toEqual({ status: 'approved', reference: 'pi_1' });
    expect(server.requests.map(({ method, path, idempotencyKey }) => [method, path, idempotencyKey])).toEqual([
      ['POST', '/v1/payment_intents', 'payment-1'],
      ['POST', '/v1/payment_intents/pi_1/confirm', 'pi_1:confirm'],
    ]);
    expect(Object.fromEntries(server.requests[0]?.body ?? [])).toMatchObject({
      ...{ amount: '3197', currency: 'gbp', 'metadata[payment_id]': 'payment-1', 'metadata[order_id]': 'order-1' },
    });
    expect(Object.fromEntries(server.requests[1]?.body ?? [])).toEqual({
      payment_method: 'pm_card_visa',
      off_session: 'true',
    });
  });

  it('is refused if it was not prepared: its name would not be stored', async () => {
    await expect(gateway().charge(charge())).rejects.toThrow(TypeError);
  });

  it('is made once, at repeated requests', async () => {
    const answers = [await charged(), await charged()];
    expect(answers).toEqual([answers[0], answers[0]]);
    expect(account.intents.size).toBe(1);
  });

  it('is declined for the bank’s reason, and cancelled at Stripe, as a look-up confirms', async () => {
    const declined = { status: 'declined', reason: 'insufficient_funds' };
    expect(await charged('pm_card_declined_insufficient_funds')).toEqual(declined);
    expect(account.intents.get('pi_1')?.status).toBe('canceled');
    expect(await gateway().lookup(charge())).toEqual(declined);
    expect(await gateway().lookup(intent())).toEqual(declined);
    expect(await charged('pm_card_declined_insufficient_funds')).toEqual(declined);
  });

  it('that is processing is neither charged nor declined', async () => {
    const processing = { status: 'processing', reference: 'pi_1' };
    expect(await charged('pm_debit')).toEqual(processing);
    expect(await gateway().lookup(intent())).toEqual(processing);
    expect(await gateway().cancel(intent())).toEqual(processing);
    account.finish('pi_1', 'failed');
    expect(await gateway().lookup(intent())).toEqual({ status: 'declined', reason: 'debit_not_authorized' });
  });

  it('of an intent that was cancelled meanwhile is not made', async () => {
    await gateway().prepare(charge());
    expect(await gateway().cancel(intent())).toEqual({ status: 'cancelled' });
    expect(await gateway().charge(intent())).toEqual({ status: 'cancelled' });
    expect(account.intents.get('pi_1')?.status).toBe('canceled');
  });

  it('refuses a key that was used for another amount', async () => {
    await charged();
    await expect(gateway().prepare(charge('pm_card_visa', { amount: 1 }))).rejects.toThrow(RangeError);
  });

  it('is not rounded if Stripe does not support its amount', async () => {
    const odd = charge('pm_card_visa', { amount: 5_124, currency: 'KWD' });
    expect(await gateway().prepare(odd)).toEqual({ status: 'declined', reason: 'amount_not_supported' });
    expect(await gateway().lookup(odd)).toEqual({ status: 'absent' });
    expect(await gateway().cancel(odd)).toEqual({ status: 'cancelled' });
    expect(server.requests).toEqual([]);
  });
});

describe('a cancel at Stripe', () => {
  it('is refused if the intent has succeeded: it was charged', async () => {
    await charged();
    expect(await gateway().cancel(intent())).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of a payment without a name cancels the intent of its key', async () => {
    expect(await gateway().cancel(charge())).toEqual({ status: 'cancelled' });
    expect(await charged()).toEqual({ status: 'cancelled' });
  });

  it('may be repeated', async () => {
    await gateway().prepare(charge());
    await gateway().cancel(intent());
    expect(await gateway().cancel(intent())).toEqual({ status: 'cancelled' });
    // A key would repeat a refusal for a day.
    const keys = server.requests.filter(({ path }) => path.endsWith('cancel')).map((one) => one.idempotencyKey);
    expect(new Set(keys).size).toBe(2);
  });

  it('without an answer leaves its outcome open', async () => {
    await gateway().prepare(charge());
    replyAfter(0, error(500, { type: 'api_error' }));
    expect(await gateway().cancel(intent())).toMatchObject({ status: 'unknown' });
  });
});

describe('a look-up at Stripe', () => {
  it('finds nothing, and charges nothing', async () => {
    expect(await gateway().lookup(charge())).toEqual({ status: 'absent', reference: 'pi_1' });
    expect([...account.intents.values()].map(({ status }) => status)).toEqual(['requires_payment_method']);
  });

  it('leaves the key to a later charge', async () => {
    await gateway().lookup(charge());
    expect(await charged()).toMatchObject({ status: 'approved' });
    expect(account.intents.size).toBe(1);
  });

  it('finds a charge whose answer was lost', async () => {
    server.reply = (request) => {
      const answer = account.reply(request);
      return request.path.endsWith('/confirm') ? 'breaks' : answer;
    };
    expect(await charged()).toMatchObject({ status: 'unknown' });
    expect(await gateway().lookup(charge())).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of an aged order finds it by the order’s id when Stripe has forgotten the key', async () => {
    await charged();
    account.forgetKeys();
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
    expect(account.intents.size).toBe(1);
  });

  it('of an aged order finds it also after a look-up that ended before its search', async () => {
    await charged();
    account.forgetKeys();
    // Makes a new intent, which the key returns from then on.
    await gateway().prepare(charge());
    account.advance(1_000);
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of an aged order finds a charge of a moment ago, which the search lacks', async () => {
    account.forgetKeys();
    await charged();
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of an aged order rereads the search’s results: they may be outdated', async () => {
    await charged('pm_debit');
    account.forgetKeys();
    account.finish('pi_1', 'succeeded');
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('reads only the intent if it is known', async () => {
    await charged();
    server.requests.length = 0;
    expect(await gateway().lookup({ ...intent(), aged: true })).toMatchObject({ status: 'approved' });
    expect(requested()).toEqual(['GET payment_intents/pi_1']);
  });

  it('does not treat an unknown intent as uncharged', async () => {
    expect(await gateway().lookup(charge('pm_card_visa', { reference: 'pi_of_another_account' }))).toMatchObject({
      status: 'unknown',
      gatewayIsHealthy: true,
    });
  });

  it.each([
    ['requires_capture', { status: 'unknown', gatewayIsHealthy: true }],
    ['requires_confirmation', { status: 'absent', reference: 'pi_1' }],
    ['requires_action', { status: 'declined', reason: 'authentication_required' }],
    ['canceled', { status: 'cancelled' }],
  ])('reads an intent that is %s', async (status, answer) => {
    intentThat({ status });
    expect(await gateway().lookup(intent())).toMatchObject(answer);
  });

  it.each([
    [{ code: 'card_declined', decline_code: '' }, 'card_declined'],
    [{ code: '', decline_code: '' }, 'card_declined'],
    [{}, 'card_declined'],
  ])('never gives an empty reason: %j', async (last_payment_error, reason) => {
    intentThat({ status: 'requires_payment_method', last_payment_error });
    expect(await gateway().lookup(intent())).toEqual({ status: 'declined', reason });
  });

  it('leaves no intent that could be confirmed after it was declined', async () => {
    intentThat({ status: 'requires_action' });
    await gateway().lookup(intent());
    expect(account.intents.get('pi_1')?.status).toBe('canceled');
  });
});

describe('a refund by Stripe', () => {
  it('refunds a charge once, under its own key', async () => {
    await charged();
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'absent' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(account.refunds.size).toBe(1);
    const [made] = server.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds');
    expect(made?.idempotencyKey).toBe('refund-1');
  });

  it('is done if the charge was refunded by hand', async () => {
    await charged();
    await gateway().refund({ ...refundOf('pi_1'), idempotencyKey: 'another' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
  });

  it('is not done while it is pending, and is looked up until its end', async () => {
    await charged('pm_card_pendingRefund');
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'pending' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'pending' });
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'pending' });
    account.finishRefund('re_1', 'succeeded');
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
  });

  it('that failed is made once more under another key', async () => {
    await charged();
    await gateway().refund(refundOf('pi_1'));
    account.finishRefund('re_1', 'failed');
    const failed = { status: 'failed', reason: 'lost_or_stolen_card', reference: 're_1' };
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual(failed);
    expect(await gateway().refund(refundOf('pi_1'))).toEqual(failed);
    expect(await gateway().refund({ ...refundOf('pi_1'), idempotencyKey: 'refund-1:re_1' })).toEqual({
      status: 'refunded',
    });
  });

  it('fails with its reason if Stripe refuses it, or there is no charge', async () => {
    await charged();
    replyAfter(0, error(400, { type: 'invalid_request_error', code: 'charge_disputed' }));
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'failed', reason: 'charge_disputed' });
    const nothing = { idempotencyKey: 'refund-1', charge: charge() };
    expect(await gateway().refund(nothing)).toEqual({ status: 'failed', reason: 'no_such_charge' });
    expect(await gateway().lookupRefund(nothing)).toEqual({ status: 'absent' });
  });
});

/** Bodies as Stripe documents and sends them: https://docs.stripe.com/api/errors */
describe('a failure at Stripe', () => {
  const invalid = { type: 'invalid_request_error' };
  const declines: readonly (readonly [string, number, object, string])[] = [
    ['a card error', 402, { type: 'card_error', code: 'expired_card' }, 'expired_card'],
    [
      'a card that requires authentication',
      402,
      { type: 'card_error', code: 'authentication_required', decline_code: 'authentication_required' },
      'authentication_required',
    ],
    ['an empty decline code', 402, { type: 'card_error', code: 'card_declined', decline_code: '' }, 'card_declined'],
    [
      'an unknown payment method',
      400,
      { ...invalid, code: 'resource_missing', param: 'payment_method' },
      'resource_missing',
    ],
    [
      'a method of a customer',
      400,
      { ...invalid, code: 'payment_method_customer_mismatch' },
      'payment_method_customer_mismatch',
    ],
    ['an amount too small', 400, { ...invalid, code: 'amount_too_small' }, 'amount_too_small'],
    ['a parameter that it does not take', 400, { ...invalid, code: 'parameter_unknown' }, 'parameter_unknown'],
    ['a request without a code', 400, { ...invalid, code: '' }, 'invalid_request_error'],
    ['a thing that is missing', 404, { ...invalid, code: 'resource_missing' }, 'resource_missing'],
    ['a request too large', 413, { ...invalid, code: '' }, 'invalid_request_error'],
  ];

  it.each(declines)(
    '%s ends the payment with its reason, and opens no breaker',
    async (_name, status, fields, reason) => {
      const counted: string[] = [];
      const observer = { count: (name: string) => void counted.push(name) };
      const guarded = guardedGateway(gateway(), { ...usualGuard, quickRetryMs: 0, observer });
      server.reply = (request) => (request.path.endsWith('/confirm') ? error(status, fields) : account.reply(request));
      for (let times = 0; times < 12; times += 1) {
        const one = charge('pm_of_a_client', { idempotencyKey: `payment-${times}`, orderId: `order-${times}` });
        const reference = `pi_${times + 1}`;
        expect(await guarded.prepare?.(one)).toEqual({ status: 'prepared', reference });
        expect(await guarded.charge({ ...one, reference })).toEqual({ status: 'declined', reason });
        expect(account.intents.get(reference)?.status).toBe('canceled');
      }
      expect(counted).toEqual([]);
    },
  );

  it('a first step that is refused ends the payment, too', async () => {
    server.reply = () => error(400, { ...invalid, code: 'amount_too_large' });
    expect(await gateway().prepare(charge())).toEqual({ status: 'declined', reason: 'amount_too_large' });
  });

  const answers: readonly (readonly [string, StripeReply, object])[] = [
    ['a key that is wrong', error(401, invalid), { status: 'unavailable' }],
    ['a right that is missing', error(403, invalid), { status: 'unavailable' }],
    ['too many requests', error(429, { ...invalid, code: 'rate_limit' }), { status: 'unavailable' }],
    ['a lock', error(429, { ...invalid, code: 'lock_timeout' }), { status: 'unavailable' }],
    [
      'the same request in progress',
      error(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }),
      { status: 'unknown', gatewayIsHealthy: true },
    ],
    ['a fault of Stripe', error(500, { type: 'api_error' }), { status: 'unknown' }],
    ['a fault before Stripe', error(503, { type: 'api_error' }), { status: 'unknown' }],
    ['a time-out before Stripe', error(408, { type: 'api_error' }), { status: 'unknown' }],
    ['a broken connection', 'breaks', { status: 'unknown' }],
  ];

  it.each(answers)('%s', async (_name, reply, answer) => {
    replyAfter(1, reply);
    const given = await charged();
    expect(given).toMatchObject(answer);
    expect('gatewayIsHealthy' in given).toBe('gatewayIsHealthy' in answer);
  });

  it('an answer that does not come in time', async () => {
    replyAfter(1, 'hangs');
    await gateway().prepare(charge());
    expect(await gateway(100).charge(intent())).toMatchObject({ status: 'unknown' });
  });

  it('a server that is not there', async () => {
    const nowhere = stripeClient(async () => 'sk_test_123', { timeoutMs: 1_000, at: { ...server.at, port: 1 } });
    expect(await stripeGateway(nowhere).prepare(charge())).toMatchObject({ status: 'unavailable' });
  });

  it('a missing secret: read again at the next call', async () => {
    let times = 0;
    const apiKey = async () => {
      times += 1;
      if (times === 1) throw new Error('AccessDenied sk_test_123');
      return 'sk_test_123';
    };
    const stripe = stripeGateway(stripeClient(apiKey, { timeoutMs: 1_000, at: server.at }));
    expect(await stripe.prepare(charge())).toEqual({ status: 'unavailable', cause: 'No client of Stripe: Error' });
    expect(await charged(undefined, stripe)).toMatchObject({ status: 'approved' });
  });

  it('has a cause without Stripe’s message', async () => {
    const message = "No such thing: 'pm_card_secret'";
    replyAfter(1, error(403, { type: 'invalid_request_error', code: 'parameter_unknown', message }));
    expect(await charged('pm_card_secret')).toEqual({
      status: 'unavailable',
      cause: 'Stripe StripePermissionError parameter_unknown 403',
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

  it('lists the movements of a period, page by page, with their orders', async () => {
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

  it('has no order if another application has left the id empty', async () => {
    const other = { status: 'succeeded', metadata: { order_id: '' } };
    server.reply = ({ path }) => list(path.startsWith('/v1/refunds') ? [] : [moved('ch_1', other)]);
    expect(await entries()).toEqual([{ kind: 'charge', charge: 'pi_1', amount: 5, currency: 'ISK' }]);
  });

  it('fails transiently when Stripe does not answer', async () => {
    server.reply = () => error(500, { type: 'api_error' });
    await expect(entries()).rejects.toThrow(TransientError);
  });
});

describe('Stripe’s events of disputes', () => {
  const period = { from: '2026-11-22T06:00:00.000Z', until: '2026-11-22T06:10:00.000Z' };
  const reported = () => allPages(stripeDisputes(client()).reported(period));
  const disputed = (type: string, id: string) =>
    stripeEvent(`charge.dispute.${type}`, disputeOf({ status: 'lost' }), { id, at: '2026-11-22T06:05:00.000Z' });
  const list = (data: readonly object[], has_more = false): StripeReply => ({
    body: { object: 'list', data, has_more, url: '/v1/events' },
  });

  it('lists those of a period, page by page, as the webhook would have received them', async () => {
    server.reply = ({ path }) =>
      path.includes('starting_after=evt_1')
        ? list([disputed('closed', 'evt_2')])
        : list([disputed('created', 'evt_1')], true);
    const found = await reported();
    expect(found.map(({ id, notice }) => [id, notice.kind === 'DISPUTE' && notice.fact.state])).toEqual([
      ['evt_1', 'OPENED'],
      ['evt_2', 'LOST'],
    ]);
    expect(found[1]?.notice).toMatchObject({ reference: 'pi_1', fact: { at: '2026-11-22T06:05:00.000Z' } });
    const path = decodeURIComponent(server.requests[0]?.path ?? '');
    expect(path).toContain(`created[gte]=${Date.parse(period.from) / 1_000}`);
    expect(path).toContain(`created[lt]=${Date.parse(period.until) / 1_000}`);
    for (const type of ['created', 'funds_withdrawn', 'funds_reinstated', 'closed'])
      expect(path).toContain(`=charge.dispute.${type}`);
  });

  it('skips invalid events', async () => {
    server.reply = () => list([{ id: 'evt_1', object: 'event' }]);
    expect(await reported()).toEqual([]);
  });

  it.each([
    ['Stripe does not answer', 500, { type: 'api_error' }],
    ['the key may not read events', 403, { type: 'invalid_request_error', code: 'more_permissions_required' }],
  ])('fail transiently when %s', async (_name, status, fields) => {
    server.reply = () => error(status, fields);
    await expect(reported()).rejects.toThrow(TransientError);
  });
});
