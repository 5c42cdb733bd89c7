import { describe, expect, it } from 'vitest';
import { guardedGateway, usualGuard } from '../../../../../../functions/payment/gateway/gateway.guarded.ts';
import { stripeClient } from '../../../../../../functions/payment/gateway/stripe/client.stripe.ts';
import { stripeGateway } from '../../../../../../functions/payment/gateway/stripe/gateway.stripe.ts';
import {
  account,
  charge,
  charged,
  error,
  gateway,
  intent,
  replyAfter,
  server,
  withStripe,
} from '../../../../../support/stripe-contract.ts';
import type { StripeReply } from '../../../../../support/stripe-server.ts';

withStripe();

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
