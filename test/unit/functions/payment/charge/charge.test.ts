import { beforeEach, describe, expect, it } from 'vitest';
import type { ChargeEvent } from '../../../../../functions/payment/charge/charge.ts';
import { orderId, paymentId } from '../../../../../functions/shared/kernel/ids.ts';
import type { OrderProcessing } from '../../../../../schemas/generated/types.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { bytes, deliverTo } from '../../../../support/charge-delivery.ts';
import { cancelled, PaymentWorld, processing } from '../../../../support/payment-world.ts';

const one = orderId('test', 'one');

let world: PaymentWorld;
beforeEach(() => {
  world = new PaymentWorld();
});

const deliver = (...events: readonly ChargeEvent[]) => deliverTo(world, ...events);

describe('charging an order', () => {
  it('emits ORDER_PAID with the facts of its order', async () => {
    const { emit } = await deliver(processing('one'));
    expect(emit).toEqual([
      expect.objectContaining({
        ...{
          type: 'ORDER_PAID',
          state: 'PAID',
          order_id: one,
          payment_id: paymentId(one),
          amount: 3197,
          currency: 'GBP',
        },
        ...{ user_id: '17850', email: 'ada@example.com', order_created_at: '2026-11-22T05:59:59.000Z' },
        trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      }),
    ]);
    expect(validateEvent.ORDER_PAID(emit[0])).toBeNull();
    expect(world.gateway.charges.get(paymentId(one))?.charge).toEqual({
      ...{
        idempotencyKey: paymentId(one),
        orderId: one,
        amount: 3197,
        currency: 'GBP',
        aged: false,
        token: 'tok_approve',
      },
    });
  });

  it('makes two writes: the intent and the outcome', async () => {
    await deliver(processing('one'));
    expect(world.payments.writes).toBe(2);
    expect(world.gateway.asked).toEqual([['charge', paymentId(one)]]);
  });

  it('emits PAYMENT_FAILED with the reason when the gateway declines: no error, no retry', async () => {
    const { emit, failed } = await deliver(processing('one', 'tok_decline'));
    expect(failed).toEqual([]);
    expect(emit).toMatchObject([{ type: 'PAYMENT_FAILED', state: 'FAILED', reason: 'card_declined' }]);
    expect(validateEvent.PAYMENT_FAILED(emit[0])).toBeNull();
  });

  it('calls the gateway once for a redelivered event, and re-emits the same bytes', async () => {
    const events = [processing('one'), processing('two', 'tok_decline')];
    const first = await deliver(...events);
    world.clock.advance(1_000);
    const again = await deliver(...events, ...events);
    expect(world.gateway.asked).toHaveLength(2);
    expect(bytes(again.emit)).toEqual(bytes([first.emit[0], first.emit[0], first.emit[1], first.emit[1]]));
  });

  it('stores the intent before it calls the gateway', async () => {
    const seen: unknown[] = [];
    world.gateway.before = async () => void seen.push(world.payment(processing('one'))?.state);
    await deliver(processing('one'));
    expect(seen).toEqual(['PENDING']);
  });

  it('keeps the payment token until it is concluded', async () => {
    world.gateway.failNext('lost');
    await deliver(processing('one', 'tok_approve_secret'), processing('two', 'tok_approve_secret'));
    expect(world.payment(processing('one'))?.payment_token).toBe('tok_approve_secret');
    expect(JSON.stringify(world.payment(processing('two')))).not.toContain('tok_approve_secret');
  });
});

describe('a free order', () => {
  const free = (): OrderProcessing => ({ ...processing('one'), amount: 0 });

  it('is paid without a call of the gateway', async () => {
    const { emit } = await deliver(free());
    expect(emit).toMatchObject([{ type: 'ORDER_PAID', amount: 0 }]);
    expect(validateEvent.ORDER_PAID(emit[0])).toBeNull();
    expect(world.gateway.asked).toEqual([]);
  });

  it.each([
    ['paid', [free()]],
    ['not yet known', []],
  ])('gives nothing back when it is cancelled (%s)', async (_name, before) => {
    const { emit } = await deliver(...before, cancelled('one', 'LATE', { amount: 0 }));
    expect(new Set(emit.map(({ type }) => type))).toEqual(new Set(before.map(() => 'ORDER_PAID')));
    expect(world.payment(free())).toMatchObject({ state: 'CANCELLED' });
    expect(world.gateway.asked).toEqual([]);
  });
});
