import { beforeEach, describe, expect, it } from 'vitest';
import type { ChargeEvent } from '../../../../../functions/payment/charge/charge.ts';
import { moved } from '../../../../../functions/payment/model/state-domain.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { orderId, paymentId } from '../../../../../functions/shared/kernel/ids.ts';
import { deliverTo } from '../../../../support/charge-delivery.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { ScriptedGateway } from '../../../../support/fakes/scripted-gateway.ts';
import { cancelled, PaymentWorld, processing } from '../../../../support/payment-world.ts';

const one = orderId('test', 'one');

let world: PaymentWorld;
beforeEach(() => {
  world = new PaymentWorld();
});

const deliver = (...events: readonly ChargeEvent[]) => deliverTo(world, ...events);

describe('a gateway with names of its own for charges', () => {
  const reference = `intent of ${paymentId(one)}`;
  const calls = () => world.gateway.asked.map(([call]) => call);
  beforeEach(() => {
    world.gateway = new ScriptedGateway({ prepares: true });
  });

  it('is called to charge after the name is stored', async () => {
    const seen: unknown[] = [];
    world.gateway.before = async (call) =>
      void (call === 'charge' && seen.push(world.payment(processing('one'))?.charge_reference));
    expect((await deliver(processing('one'))).emit).toMatchObject([{ type: 'ORDER_PAID' }]);
    expect(seen).toEqual([reference]);
    expect(calls()).toEqual(['prepare', 'charge']);
  });

  it('charges nothing under a late name: the payment was closed meanwhile', async () => {
    world.gateway.before = async (call) => {
      const stored = world.payment(processing('one'));
      if (call === 'prepare' && stored !== undefined) {
        const closed = moved(moved(stored, { type: 'CANCEL', reason: 'LATE' }, 'at'), { type: 'NOT_CHARGED' }, 'at');
        await world.payments.replace({ ...closed, version: stored.version + 1 });
      }
      return undefined;
    };
    await deliver(processing('one'));
    expect(calls()).toEqual(['prepare']);
  });

  it('is not called to charge without a name', async () => {
    world.gateway.failNext('lost');
    await deliver(processing('one'));
    expect(calls()).toEqual(['prepare']);
    expect(world.payment(processing('one'))).toMatchObject({ state: 'UNKNOWN', due_at: expect.any(String) });
  });
});

describe('a gateway that processes for days', () => {
  const run = async () => {
    const events = new RecordingEvents();
    await reconcile(world)({ events, deadline: { remainingMs: () => 60_000 } });
    return events.sends.flat().map(({ type }) => type);
  };
  const payment = () => world.payment(processing('one'));

  it('leaves a charge neither charged nor declined: it is looked up until its end', async () => {
    expect((await deliver(processing('one', 'tok_processing'))).emit).toEqual([]);
    expect(payment()).toMatchObject({ state: 'UNKNOWN', attempts: 0, due_at: '2026-11-22T07:00:00.000Z' });
    for (let days = 0; days < 3; days += 1) {
      world.clock.advance(86_400_000);
      expect(await run()).toEqual([]);
    }
    world.gateway.finish({ status: 'approved' });
    world.clock.advance(86_400_000);
    expect(await run()).toEqual(['ORDER_PAID']);
    expect(world.counted).toEqual([]);
  });

  it('delays a cancelled order, whose charge is refunded then', async () => {
    await deliver(processing('one', 'tok_processing'), cancelled('one'));
    world.clock.advance(86_400_000);
    expect(await run()).toEqual([]);
    expect(payment()).toMatchObject({ state: 'CANCELLING' });
    world.gateway.finish({ status: 'approved' });
    world.clock.advance(86_400_000);
    expect(await run()).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.gateway.balance(one)).toBe(0);
  });

  it('has not refunded while the refund is pending', async () => {
    await deliver(processing('one'));
    world.gateway.refundAnswer = { status: 'pending' };
    expect((await deliver(cancelled('one'))).emit.map(({ type }) => type)).toEqual(['ORDER_PAID']);
    expect(payment()).toMatchObject({ state: 'REFUNDING', due_at: '2026-11-22T07:00:00.000Z' });
    world.gateway.refundAnswer = { status: 'refunded' };
    world.clock.advance(86_400_000);
    expect(await run()).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.gateway.asked.filter(([call]) => call === 'refund')).toHaveLength(1);
  });
});
