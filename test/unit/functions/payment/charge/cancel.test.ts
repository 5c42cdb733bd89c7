import { beforeEach, describe, expect, it } from 'vitest';
import type { ChargeEvent } from '../../../../../functions/payment/charge/charge.ts';
import { orderId, refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { bytes, deliverTo } from '../../../../support/charge-delivery.ts';
import { cancelled, PaymentWorld, paymentOf, processing } from '../../../../support/payment-world.ts';

const one = orderId('test', 'one');

let world: PaymentWorld;
beforeEach(() => {
  world = new PaymentWorld();
});

const deliver = (...events: readonly ChargeEvent[]) => deliverTo(world, ...events);

describe('the cancel of an order', () => {
  it('that comes before its charge leaves a tombstone: never charged', async () => {
    const cancel = cancelled('one', 'CUSTOMER_CHANGED_MIND', { was_processing: false });
    expect((await deliver(cancel, processing('one'))).emit).toEqual([]);
    expect(world.gateway.asked).toEqual([]);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'CANCELLED' });
  });

  it('refunds the charge once, and emits it', async () => {
    const paid = await deliver(processing('one'));
    world.clock.advance(60_000);
    const { emit } = await deliver(cancelled('one'), cancelled('one'));
    expect(bytes(emit)).toEqual(bytes([...paid.emit, emit[1], ...paid.emit, emit[1]]));
    expect(emit[1]).toMatchObject({
      ...{ type: 'PAYMENT_REFUNDED', state: 'REFUNDED', reason: 'CUSTOMER_CHANGED_MIND', amount: 3197 },
      processed_at: '2026-11-22T06:01:00.000Z',
    });
    expect(validateEvent.PAYMENT_REFUNDED(emit[1])).toBeNull();
    expect([...world.gateway.refunds.keys()]).toEqual([refundId(one)]);
    expect(world.gateway.balance(one)).toBe(0);
  });

  it('stores the intent of the refund before it calls the gateway', async () => {
    await deliver(processing('one'));
    const seen: unknown[] = [];
    world.gateway.before = async () => void seen.push(world.payment(processing('one'))?.state);
    await deliver(cancelled('one'));
    expect(new Set(seen)).toEqual(new Set(['REFUNDING']));
  });

  it('of a charge without an answer waits for it, and prevents further charges', async () => {
    world.gateway.failNext('lost');
    const { emit } = await deliver(processing('one'), cancelled('one'));
    expect(emit).toEqual([]);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'CANCELLING', due_at: expect.any(String) });
    expect(world.payment(processing('one'))).not.toHaveProperty('payment_token');
  });

  it('of a charge in flight refunds the found charge', async () => {
    await world.payments.create(paymentOf('one'));
    const { order_id: orderOne, payment_id, amount, currency } = paymentOf('one');
    await world.gateway.charge({
      idempotencyKey: payment_id,
      orderId: orderOne,
      amount,
      currency,
      aged: false,
      token: 'tok_approve',
    });
    const { emit } = await deliver(cancelled('one'));
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.gateway.balance(one)).toBe(0);
  });

  it('of a charge that may still land cancels it at the gateway: it lands no more', async () => {
    const payment = paymentOf('one');
    await world.payments.create(payment);
    expect((await deliver(cancelled('one'))).emit).toEqual([]);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'CANCELLED' });
    const { order_id: orderId, payment_id: idempotencyKey, amount, currency } = payment;
    const late = { idempotencyKey, orderId, amount, currency, aged: false, token: 'tok_approve' };
    expect(await world.gateway.charge(late)).toEqual({ status: 'cancelled' });
  });

  it('(lost) of a charge that cannot be cancelled at the gateway stays open', async () => {
    await world.payments.create(paymentOf('one'));
    world.gateway.before = async (call) => (call === 'cancel' ? 'lost' : undefined);
    await deliver(cancelled('one'));
    expect(world.payment(processing('one'))).toMatchObject({ state: 'CANCELLING', due_at: expect.any(String) });
  });

  it('of a charge that is made before it can be cancelled refunds it', async () => {
    const payment = paymentOf('one');
    await world.payments.create(payment);
    const { order_id: orderId, payment_id: idempotencyKey, amount, currency } = payment;
    world.gateway.before = async (call) => {
      if (call !== 'cancel') return undefined;
      world.gateway.before = async () => undefined;
      await world.gateway.charge({ idempotencyKey, orderId, amount, currency, aged: false, token: 'tok_approve' });
      return undefined;
    };
    const { emit } = await deliver(cancelled('one'));
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.gateway.balance(one)).toBe(0);
  });

  it('does not change a failed charge', async () => {
    const failed = await deliver(processing('one', 'tok_decline'));
    const { emit } = await deliver(cancelled('one'));
    expect(bytes(emit)).toEqual(bytes(failed.emit));
    expect(world.gateway.refunds.size).toBe(0);
  });

  it.each(['lost', 'answer-lost', 'unavailable'] as const)(
    '(%s) is parked if the refund has no answer',
    async (fault) => {
      await deliver(processing('one'));
      world.gateway.failNext(fault);
      const { emit, failed } = await deliver(cancelled('one'));
      expect(emit.map(({ type }) => type)).toEqual(['ORDER_PAID']);
      expect(failed).toEqual([]);
      expect(world.payment(processing('one'))).toMatchObject({
        state: 'REFUNDING',
        attempts: 1,
        due_at: expect.any(String),
      });
      expect(world.counted).toEqual(['RefundsFailed']);
    },
  );
});

describe('a refund that fails', () => {
  const failed = { status: 'failed', reason: 'lost_or_stolen_card', reference: 're_1' } as const;
  const payment = () => world.payment(processing('one'));
  beforeEach(async () => {
    await deliver(processing('one'));
    world.gateway.refundAnswer = failed;
  });

  it('needs an operator: PAYMENT_REFUNDED is never emitted, and it is counted', async () => {
    expect((await deliver(cancelled('one'))).emit.map(({ type }) => type)).toEqual(['ORDER_PAID']);
    expect(payment()).toMatchObject({ state: 'REFUND_FAILED', refund_failure: failed.reason, failed_refund: 're_1' });
    expect(payment()).not.toHaveProperty('due_at');
    expect(world.counted).toEqual(['RefundsRejected']);
  });

  it('is made again under another key when its cancel is re-emitted', async () => {
    await deliver(cancelled('one'));
    world.gateway.refundAnswer = { status: 'refunded' };
    const { emit } = await deliver(cancelled('one'));
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect([...world.gateway.refunds.keys()]).toEqual([`${refundId(one)}:re_1`]);
    expect(world.gateway.balance(one)).toBe(0);
  });
});
