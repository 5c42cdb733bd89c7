// Also tests functions/payment/webhook
import { beforeEach, describe, expect, it } from 'vitest';
import { refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { paymentOf } from '../../../../support/payment-world.ts';
import { disputeOf, intentOf, refundOf, stripeEvent } from '../../../../support/stripe-events.ts';
import { order, parkedFar, succeeded, WebhookWorld } from '../../../../support/webhook-world.ts';

let world: WebhookWorld;
beforeEach(() => {
  world = new WebhookWorld();
});

describe('an event of a charge', () => {
  it.each(['succeeded', 'payment_failed', 'canceled', 'processing'])(
    'that %s makes the look-up of a parked payment due now',
    async (what) => {
      world.store(parkedFar);
      await world.charge();
      expect(await world.receive(stripeEvent(`payment_intent.${what}`, intentOf(order)))).toMatchObject({
        status: 200,
      });
      await world.reconcile();
      expect(world.types).toEqual(['ORDER_PAID']);
      expect(world.stored).toMatchObject({ state: 'PAID' });
      expect(world.stored).not.toHaveProperty('due_at');
    },
  );

  it('does not settle an open payment: the look-up decides', async () => {
    world.store({ ...parkedFar, created_at: '2026-11-21T06:00:00.000Z' });
    await world.receive(succeeded);
    expect(world.stored).toMatchObject({ state: 'UNKNOWN', due_at: world.clock.now().toISOString() });
  });

  it('of a payment that a delivery is settling makes it due for the schedule, and both emit the same', async () => {
    world.store({ state: 'PENDING' });
    expect(await world.receive(succeeded)).toMatchObject({ body: { outcome: 'TAKEN' } });
    await world.reconcile();
    expect(new Set(world.types)).toEqual(new Set(['ORDER_PAID']));
  });

  it('changes and writes nothing if the payment is settled', async () => {
    const before = world.store({ state: 'PAID', paid_at: '2026-11-22T06:00:00.000Z', charge_reference: 'pi_1' });
    expect(await world.receive(succeeded)).toMatchObject({ status: 200, body: { outcome: 'KNOWN' }, counts: {} });
    expect(world.stored).toBe(before);
  });

  it.each(['FAILED', 'CANCELLED'] as const)(
    'that succeeded late is refunded for a payment that is %s',
    async (state) => {
      world.store({
        state,
        ...(state === 'FAILED' && { failed_at: '2026-11-22T05:59:00.000Z', failure_reason: 'GATEWAY_UNAVAILABLE' }),
      });
      await world.charge();
      expect(await world.receive(succeeded)).toMatchObject({ body: { outcome: 'TAKEN' } });
      expect(world.stored).toMatchObject({ state: 'REFUNDING', charge_reference: 'pi_1' });
      await world.reconcile();
      expect(world.stored).toMatchObject({ state: 'REFUNDED' });
      expect(world.types).toContain('PAYMENT_REFUNDED');
      expect(world.gateway.refunds.has(refundId(order.order_id))).toBe(true);
    },
  );

  it.each(['refund.updated', 'refund.failed', 'charge.refunded'])(
    '%s makes the look-up of a refund due now',
    async (type) => {
      world.store({
        state: 'REFUNDING',
        due_at: '2026-11-29T06:00:00.000Z',
        paid_at: '2026-11-22T05:59:00.000Z',
        charge_reference: 'pi_1',
      });
      expect(await world.receive(stripeEvent(type, refundOf(order)))).toMatchObject({ body: { outcome: 'TAKEN' } });
      expect(world.stored).toMatchObject({ state: 'REFUNDING', due_at: world.clock.now().toISOString() });
    },
  );
});

describe('an event', () => {
  it.each([
    ['of an order without a payment', stripeEvent('payment_intent.succeeded', intentOf(paymentOf('another')))],
    [
      'of a payment other than the order’s',
      stripeEvent('payment_intent.succeeded', intentOf({ ...order, payment_id: paymentOf('another').payment_id })),
    ],
    ['without our metadata', stripeEvent('payment_intent.succeeded', { id: 'pi_2', metadata: {} })],
    ['with metadata of others', stripeEvent('charge.refunded', { id: 'ch_2', metadata: { order_id: '4711' } })],
    ['without any metadata', stripeEvent('refund.updated', { id: 're_2', metadata: null })],
    [
      'of a dispute over a foreign charge',
      stripeEvent('charge.dispute.created', disputeOf({ payment_intent: 'pi_9' })),
    ],
    ['of a dispute over no intent', stripeEvent('charge.dispute.created', disputeOf({ payment_intent: null }))],
    ['of a dispute in no currency', stripeEvent('charge.dispute.created', disputeOf({ currency: 7 }))],
  ])('%s is answered, counted and named by its id', async (_, event) => {
    const before = world.store(parkedFar);
    const answer = await world.receive(event);
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'UNMATCHED' },
      counts: { WebhookEventsUnmatched: 1 },
    });
    expect(world.unmatched).toEqual([event.id]);
    expect(world.stored).toBe(before);
  });

  it('of an unhandled type is ignored', async () => {
    const answer = await world.receive(stripeEvent('customer.created', { id: 'cus_1' }));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'IGNORED' }, counts: {} });
    expect(world.unmatched).toEqual([]);
  });

  it('gets 503 while it cannot be stored', async () => {
    world.store(parkedFar);
    let failures = 1;
    world.payments.before = async (request) => {
      if (request === 'replace' && failures-- > 0) throw new TransientError('DynamoDB is away');
    };
    const away = { status: 503, headers: { 'retry-after': '60' }, counts: { WebhookEventsFailed: 1 } };
    expect(await world.receive(succeeded)).toMatchObject(away);
    expect(await world.receive(succeeded)).toMatchObject({ status: 200, body: { outcome: 'TAKEN' } });
  });

  it('gets 503 while Stripe does not return the dispute’s owner', async () => {
    world.store({ state: 'PAID', paid_at: '2026-11-22T06:00:00.000Z' });
    world.ownerFails = true;
    expect(await world.receive(stripeEvent('charge.dispute.created', disputeOf()))).toMatchObject({ status: 503 });
    expect(world.stored).not.toHaveProperty('disputes');
  });
});
