import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChargeEvent, charge } from '../../../../../../functions/payment/charge/charge.ts';
import { guardedGateway, usualGuard } from '../../../../../../functions/payment/gateway/gateway.guarded.ts';
import { stripeClient } from '../../../../../../functions/payment/gateway/stripe/client.stripe.ts';
import { stripeGateway } from '../../../../../../functions/payment/gateway/stripe/gateway.stripe.ts';
import { reconcile } from '../../../../../../functions/payment/reconcile/reconcile.ts';
import type { DomainEvent } from '../../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { effect } from '../../../../../../functions/shared/runtime/idioms/effect.ts';
import { paymentsCompletedValidators } from '../../../../../../schemas/generated/validators.js';
import { RecordingEvents } from '../../../../../support/fakes/recording-sinks.ts';
import { cancelled, PaymentWorld, processing } from '../../../../../support/payment-world.ts';
import { delivered } from '../../../../../support/stock-commands.ts';
import { StripeAccount } from '../../../../../support/stripe-account.ts';
import { StripeServer } from '../../../../../support/stripe-server.ts';

const server = new StripeServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

let account: StripeAccount;
let world: PaymentWorld;
let ports: Parameters<typeof charge>[0];
beforeEach(() => {
  account = new StripeAccount();
  server.reply = account.reply;
  world = new PaymentWorld();
  const stripe = stripeGateway(stripeClient(async () => 'sk_test_123', { timeoutMs: 5_000, at: server.at }));
  const gateway = guardedGateway(stripe, { ...usualGuard, quickRetryMs: 0, observer: world.observer });
  const { payments, clock, retryPolicy, observer } = world;
  ports = { payments, clock, retryPolicy, observer, gateway };
});

/** Types and reasons of events, which must be valid. */
const valid = (events: readonly DomainEvent[]) => {
  for (const event of events) {
    const validate = paymentsCompletedValidators[event.type as keyof typeof paymentsCompletedValidators];
    expect(validate(event)).toBeNull();
  }
  return events.map((event) => [event.type, ...('reason' in event ? [event.reason] : [])]);
};
const deliver = async (...events: readonly ChargeEvent[]) => {
  const { emit, failed, rejected } = await effect(charge(ports))(delivered('orders.created', events));
  expect([failed, rejected]).toEqual([[], []]);
  return valid(emit);
};
/** The schedule's events of some minutes. */
const lookedUp = async (minutes: number) => {
  const events = new RecordingEvents();
  for (let minute = 0; minute < minutes; minute += 1) {
    world.clock.advance(60_000);
    await reconcile(ports)({ events, deadline: { remainingMs: () => 60_000 } });
  }
  return valid(events.sends.flat());
};
const hours = (count: number) => {
  world.clock.advance(count * 3_600_000);
  account.advance(count * 3_600_000);
};
const charges = () => [...account.intents.values()].filter(({ status }) => status === 'succeeded').length;

describe('an order that is paid by Stripe', () => {
  it('is charged once, though its payment is lost and Stripe has forgotten the key', async () => {
    const order = processing('old');
    expect(await deliver(order)).toEqual([['ORDER_PAID']]);
    world.payments.stored.clear();
    hours(25);
    expect(await deliver(order)).toEqual([['ORDER_PAID']]);
    expect(charges()).toBe(1);
  });

  it('is refunded, though its payment is lost and Stripe has forgotten the key', async () => {
    await deliver(processing('old'));
    world.payments.stored.clear();
    hours(25);
    expect(await deliver(cancelled('old'))).toEqual([['ORDER_PAID'], ['PAYMENT_REFUNDED', 'CUSTOMER_CHANGED_MIND']]);
    expect(account.refunds.size).toBe(1);
  });

  it('fails for its own reason, and does not affect other orders', async () => {
    server.reply = (request) =>
      request.body.get('payment_method') === 'pm_of_another'
        ? {
            status: 400,
            body: { error: { type: 'invalid_request_error', code: 'payment_method_customer_mismatch' } },
          }
        : account.reply(request);
    for (let order = 0; order < 12; order += 1) {
      const event = processing(`order ${order}`, 'pm_of_another');
      expect(await deliver(event)).toEqual([['PAYMENT_FAILED', 'payment_method_customer_mismatch']]);
    }
    expect(await deliver(processing('of another client'))).toEqual([['ORDER_PAID']]);
  });

  it('is never charged after its failure: its intent is cancelled', async () => {
    const order = processing('slow');
    server.reply = (request) => (request.path.endsWith('/confirm') ? 'breaks' : account.reply(request));
    expect(await deliver(order)).toEqual([]);
    server.reply = (request) =>
      request.path.endsWith('/confirm') ? { status: 503, body: {} } : account.reply(request);
    expect(await lookedUp(30)).toEqual([['PAYMENT_FAILED', 'GATEWAY_UNAVAILABLE']]);
    expect([...account.intents.values()].map(({ status }) => status)).toEqual(['canceled']);
  });

  it('has a reason also for a decline with an empty code', async () => {
    server.reply = (request) => (request.path.endsWith('/confirm') ? 'breaks' : account.reply(request));
    await deliver(processing('declined'));
    for (const intent of account.intents.values())
      intent.last_payment_error = { type: 'card_error', code: 'card_declined', decline_code: '' };
    server.reply = account.reply;
    expect(await lookedUp(1)).toEqual([['PAYMENT_FAILED', 'card_declined']]);
  });
});
