import { beforeEach, describe, expect, it } from 'vitest';
import type { ChargeEvent } from '../../../../../functions/payment/charge/charge.ts';
import { orderId } from '../../../../../functions/shared/kernel/ids.ts';
import { deliverTo } from '../../../../support/charge-delivery.ts';
import { cancelled, PaymentWorld, paymentOf, processing } from '../../../../support/payment-world.ts';

const one = orderId('test', 'one');

let world: PaymentWorld;
beforeEach(() => {
  world = new PaymentWorld();
});

const deliver = (...events: readonly ChargeEvent[]) => deliverTo(world, ...events);

describe('an order that is older than the gateway’s memory of keys', () => {
  const [hour, day] = [3_600_000, 86_400_000];
  const calls = () => world.gateway.asked.map(([call]) => call);
  const loseRow = () => {
    world.payments.stored.clear();
    world.gateway.asked = [];
  };

  it('whose payment is lost is looked up by its id before it is charged', async () => {
    await deliver(processing('one'));
    loseRow();
    world.clock.advance(day);
    world.gateway.forgetKeys();
    const { emit } = await deliver(processing('one'));
    expect(emit).toMatchObject([{ type: 'ORDER_PAID' }]);
    expect(calls()).toEqual(['lookup']);
    expect(world.gateway.balance(one)).toBe(3197);
  });

  it('is charged if the look-up finds nothing', async () => {
    world.clock.advance(day);
    expect((await deliver(processing('one'))).emit).toMatchObject([{ type: 'ORDER_PAID' }]);
    expect(calls()).toEqual(['lookup', 'charge']);
  });

  it.each([
    ['younger', 23 * hour - 1_001, ['charge']],
    ['older', 23 * hour, ['lookup']],
  ])('begins 23 hours after it was placed: %s', async (_name, ms, asked) => {
    await deliver(processing('one'));
    loseRow();
    world.clock.advance(ms);
    await deliver(processing('one'));
    expect(calls()).toEqual(asked);
    expect(world.gateway.balance(one)).toBe(3197);
  });

  it('whose payment was restored from a backup is looked up before it is closed', async () => {
    await deliver(processing('one'));
    loseRow();
    await world.payments.create(paymentOf('one'));
    world.clock.advance(day);
    world.gateway.forgetKeys();
    expect((await deliver(cancelled('one'))).emit.map(({ type }) => type)).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.gateway.balance(one)).toBe(0);
  });

  it.each([
    ['contains it', true],
    ['lacks it, as in earlier releases', undefined],
  ])('gets its charge back by a cancel whose payment is lost, where its event %s', async (_name, was_processing) => {
    await deliver(processing('one'));
    loseRow();
    world.clock.advance(day);
    world.gateway.forgetKeys();
    const { was_processing: _, ...event } = cancelled('one');
    const { emit } = await deliver({ ...event, ...(was_processing !== undefined && { was_processing }) });
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.payment(processing('one'))).toMatchObject({
      state: 'REFUNDED',
      cancel_reason: 'CUSTOMER_CHANGED_MIND',
    });
    expect(world.gateway.balance(one)).toBe(0);
  });

  it('is refunded once, though the refund’s key is forgotten, too', async () => {
    await deliver(processing('one'), cancelled('one'));
    await world.payments.replace(paymentOf('one', { state: 'PAID', version: 5, paid_at: '2026-11-22T06:00:00.000Z' }));
    world.clock.advance(day);
    world.gateway.forgetKeys();
    await deliver(cancelled('one'));
    expect(world.payment(processing('one'))).toMatchObject({ state: 'REFUNDED' });
    expect(world.gateway.balance(one)).toBe(0);
  });

  it('needs no look-up if its cancel excludes a charge', async () => {
    await deliver(cancelled('one', 'OUT_OF_STOCK: 85123A', { was_processing: false }));
    expect(calls()).toEqual([]);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'CANCELLED' });
  });
});
