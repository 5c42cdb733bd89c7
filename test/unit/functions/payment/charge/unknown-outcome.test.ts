import { beforeEach, describe, expect, it } from 'vitest';
import { type ChargeEvent, charge } from '../../../../../functions/payment/charge/charge.ts';
import type { Payment } from '../../../../../functions/payment/model/domain.ts';
import { moved } from '../../../../../functions/payment/model/state-domain.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { orderId } from '../../../../../functions/shared/kernel/ids.ts';
import { effect } from '../../../../../functions/shared/runtime/idioms/effect.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { bytes, deliverTo } from '../../../../support/charge-delivery.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { PaymentWorld, paymentOf, processing } from '../../../../support/payment-world.ts';
import { delivered } from '../../../../support/stock-commands.ts';

const one = orderId('test', 'one');

let world: PaymentWorld;
beforeEach(() => {
  world = new PaymentWorld();
});

const deliver = (...events: readonly ChargeEvent[]) => deliverTo(world, ...events);

describe('a charge without an answer', () => {
  it.each(['lost', 'answer-lost', 'unavailable'] as const)('(%s) is parked, and blocks no other', async (fault) => {
    world.gateway.failNext(fault);
    const { emit, failed } = await deliver(processing('one'), processing('two'));
    expect(failed).toEqual([]);
    expect(emit).toMatchObject([{ type: 'ORDER_PAID', order_id: orderId('test', 'two') }]);
    expect(world.payment(processing('one'))).toMatchObject({
      state: 'UNKNOWN',
      attempts: 1,
      due_at: expect.any(String),
    });
    expect(world.counted).toEqual(['ChargesParked']);
  });

  it('is left to the schedule when its event is redelivered', async () => {
    world.gateway.failNext('lost');
    await deliver(processing('one'));
    const { emit, failed } = await deliver(processing('one'));
    expect([emit, failed]).toEqual([[], []]);
    expect(world.gateway.asked).toHaveLength(1);
  });

  it('after a crash is looked up before anything else', async () => {
    await world.payments.create(paymentOf('one'));
    world.clock.advance(1_000);
    const { emit } = await deliver(processing('one'));
    expect(emit).toMatchObject([{ type: 'ORDER_PAID' }]);
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['lookup', 'charge']);
    expect(world.gateway.charges.size).toBe(1);
  });

  it('whose outcome was not stored is found by its look-up', async () => {
    world.payments.before = async (request) => {
      if (request === 'replace') throw new TransientError('unreachable');
    };
    expect((await deliver(processing('one'))).failed).toHaveLength(1);
    world.payments.before = async () => {};
    expect((await deliver(processing('one'))).emit).toMatchObject([{ type: 'ORDER_PAID' }]);
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['charge', 'lookup']);
  });

  it('of two concurrent deliveries keeps the first stored state', async () => {
    const [zombie, successor] = await Promise.all([deliver(processing('one')), deliver(processing('one'))]);
    expect(bytes(zombie.emit)).toEqual(bytes(successor.emit));
    expect(world.gateway.charges.size).toBe(1);
  });

  it('without time left is left to the schedule, without a call', async () => {
    const hurried = effect(charge(world))(delivered('orders.created', [processing('one')]), {
      remainingMs: () => 4_999,
    });
    expect(await hurried).toEqual({ emit: [], failed: [], rejected: [] });
    expect(world.gateway.asked).toEqual([]);
    expect(world.payment(processing('one'))).toMatchObject({
      state: 'PENDING',
      attempts: 0,
      due_at: expect.any(String),
    });
  });
});

describe('a late outcome', () => {
  /** Runs a change between the gateway's answer and its storage. */
  const meanwhile = (happens: (payment: Payment) => Payment) => {
    world.payments.before = async (request) => {
      if (request !== 'replace') return;
      world.payments.before = async () => {};
      const stored = world.payment(processing('one'));
      if (stored) await world.payments.replace({ ...happens(stored), version: stored.version + 1 });
    };
  };

  it('is left to the schedule if another invocation has parked the payment meanwhile', async () => {
    meanwhile((payment) => ({ ...payment, state: 'CANCELLING', due_at: '2026-11-22T06:01:10.000Z' }));
    expect((await deliver(processing('one'))).emit.map(({ type }) => type)).toEqual(['ORDER_PAID']);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'REFUNDING', due_at: '2026-11-22T06:01:10.000Z' });
    expect(world.gateway.refunds.size).toBe(0);
  });

  it('of a failed payment’s charge is refunded by the schedule', async () => {
    meanwhile((payment) => moved(payment, { type: 'NOT_CHARGED' }, '2026-11-22T06:00:00.000Z'));
    expect((await deliver(processing('one'))).emit.map(({ type }) => type)).toEqual(['PAYMENT_FAILED']);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'REFUNDING', due_at: '2026-11-22T06:00:00.000Z' });
    world.clock.advance(1);
    const events = new RecordingEvents();
    await reconcile(world)({ events, deadline: { remainingMs: () => 60_000 } });
    expect(world.gateway.balance(one)).toBe(0);
    expect(events.sends.flat().map(({ type }) => type)).toEqual(['PAYMENT_FAILED', 'PAYMENT_REFUNDED']);
  });
});
