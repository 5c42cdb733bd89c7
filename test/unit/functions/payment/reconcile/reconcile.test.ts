import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../../../../../functions/payment/model/domain.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { eventId, paymentId } from '../../../../../functions/shared/kernel/ids.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { PaymentWorld, paymentOf, processing } from '../../../../support/payment-world.ts';

let world: PaymentWorld;
let events: RecordingEvents;
beforeEach(() => {
  world = new PaymentWorld();
  events = new RecordingEvents();
});

const run = (remainingMs = 60_000) => reconcile(world)({ events, deadline: { remainingMs: () => remainingMs } });
const emitted = () => events.sends.flat().map(({ type }) => type);
const one = () => world.payment(processing('one'));
const parked = async (more: Partial<Payment> = {}) => {
  const payment = paymentOf('one', { state: 'UNKNOWN', attempts: 1, due_at: '2026-11-22T06:00:10.000Z', ...more });
  await world.payments.create(payment);
  world.clock.advance(60_000);
  return payment;
};
const charged = ({ order_id, payment_id, amount, currency }: Payment) =>
  world.gateway.charge({
    idempotencyKey: payment_id,
    orderId: order_id,
    amount,
    currency,
    aged: false,
    token: 'tok_approve',
  });

describe('a parked charge', () => {
  it('is looked up, and charged if it is absent', async () => {
    await parked();
    expect(await run()).toEqual({ PaymentsReconciled: 1, PaymentsLeftOpen: 0 });
    expect(emitted()).toEqual(['ORDER_PAID']);
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['lookup', 'charge']);
    expect(one()).toMatchObject({ state: 'PAID' });
    expect(one()).not.toHaveProperty('due_at');
  });

  it('that was charged is not charged again', async () => {
    await charged(await parked());
    await run();
    expect(emitted()).toEqual(['ORDER_PAID']);
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['charge', 'lookup']);
  });

  it('waits for its due time', async () => {
    await parked({ due_at: '2026-11-22T06:05:00.000Z' });
    await run();
    expect(world.gateway.asked).toEqual([]);
  });

  it('waits for its due time, also when the index is behind', async () => {
    const { order_id } = await parked({ due_at: '2026-11-22T06:05:00.000Z' });
    world.payments.due = async () => [order_id];
    await run();
    expect(world.gateway.asked).toEqual([]);
  });

  it('backs off at each missing answer', async () => {
    await parked({ created_at: '2026-11-22T05:59:00.000Z' });
    const waits: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      world.gateway.failNext('lost');
      expect(await run()).toEqual({ PaymentsReconciled: 0, PaymentsLeftOpen: 1 });
      const wait = Date.parse(one()?.due_at ?? '') - world.clock.now().getTime();
      waits.push(wait);
      world.clock.advance(wait + 1);
    }
    for (const [index, full] of [30_000, 60_000, 120_000].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(full / 2);
      expect(waits[index]).toBeLessThanOrEqual(full);
    }
  });

  it('is claimed by one of two runs', async () => {
    await parked();
    const counts = await Promise.all([run(), run()]);
    expect(counts.map(({ PaymentsReconciled }) => PaymentsReconciled).sort()).toEqual([0, 1]);
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['lookup', 'charge']);
  });

  it('of a crashed run is claimed again after its lease', async () => {
    await parked();
    world.gateway.before = () => new Promise(() => {});
    void run();
    await new Promise(setImmediate);
    world.gateway.before = async () => undefined;
    world.clock.advance(59_000);
    await run();
    expect(world.gateway.charges.size).toBe(0);
    world.clock.advance(2_000);
    await run();
    expect(emitted()).toEqual(['ORDER_PAID']);
  });

  it('is settled with all the others, in any number', async () => {
    for (let index = 0; index < 1_100; index += 1) {
      await world.payments.create(
        paymentOf(`${index}`, { state: 'UNKNOWN', attempts: 1, due_at: '2026-11-22T06:00:10.000Z' }),
      );
    }
    world.clock.advance(60_000);
    expect(await run()).toEqual({ PaymentsReconciled: 1_100, PaymentsLeftOpen: 0 });
    expect(events.sends.map(({ length }) => length)).toEqual([500, 500, 100]);
  });

  it('that the index returns repeatedly ends the run', async () => {
    for (let index = 0; index < 500; index += 1) await world.payments.create(paymentOf(`${index}`));
    world.payments.due = async () => [...world.payments.stored.keys()];
    expect(await run()).toEqual({ PaymentsReconciled: 0, PaymentsLeftOpen: 500 });
  });

  it('that cannot be settled does not block the others', async () => {
    const { payment_token: _, ...tokenless } = paymentOf('two', {
      state: 'UNKNOWN',
      due_at: '2026-11-22T06:00:09.000Z',
    });
    await world.payments.create(tokenless);
    await parked();
    expect(await run()).toEqual({ PaymentsReconciled: 1, PaymentsLeftOpen: 1 });
    expect(emitted()).toEqual(['ORDER_PAID']);
    expect(world.failures).toEqual([tokenless.order_id]);
  });

  it('is left for the next run at the end of the run’s time', async () => {
    await parked();
    expect(await run(4_999)).toEqual({ PaymentsReconciled: 0, PaymentsLeftOpen: 1 });
    expect(one()).toMatchObject({ version: 1 });
  });
});

describe('a charge past its horizon', () => {
  const horizon = '2026-11-22T05:50:00.000Z';

  it('is cancelled at the gateway, and fails with GATEWAY_UNAVAILABLE', async () => {
    await parked({ created_at: horizon });
    await run();
    expect(emitted()).toEqual(['PAYMENT_FAILED']);
    expect(one()).toMatchObject({ state: 'FAILED', failure_reason: 'GATEWAY_UNAVAILABLE' });
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['lookup', 'cancel']);
  });

  it('that the gateway charges before it can be cancelled is paid', async () => {
    const payment = await parked({ created_at: horizon });
    world.gateway.before = async (call) => {
      if (call !== 'cancel') return undefined;
      world.gateway.before = async () => undefined;
      await charged(payment);
      return undefined;
    };
    await run();
    expect(emitted()).toEqual(['ORDER_PAID']);
  });

  it('is not closed while it cannot be cancelled', async () => {
    await parked({ created_at: horizon });
    world.gateway.failNext(undefined, 'lost');
    await run();
    expect(one()).toMatchObject({ state: 'UNKNOWN', attempts: 2 });
  });

  it('is not closed while its look-up fails', async () => {
    await parked({ created_at: horizon });
    world.gateway.failNext('lost');
    await run();
    expect(one()).toMatchObject({ state: 'UNKNOWN', attempts: 2 });
  });

  it('is paid if its look-up finds the charge', async () => {
    await charged(await parked({ created_at: horizon }));
    await run();
    expect(emitted()).toEqual(['ORDER_PAID']);
  });
});

describe('a cancelled order', () => {
  it('whose charge is found is refunded', async () => {
    await charged(await parked({ state: 'CANCELLING', cancel_reason: 'LATE' }));
    await run();
    expect(emitted()).toEqual(['ORDER_PAID', 'PAYMENT_REFUNDED']);
    expect(world.gateway.balance(one()?.order_id ?? '')).toBe(0);
  });

  it('is closed without a charge after it is cancelled at the gateway', async () => {
    await parked({ state: 'CANCELLING' });
    await run();
    expect(emitted()).toEqual([]);
    expect(one()).toMatchObject({ state: 'CANCELLED' });
    expect(world.gateway.asked.map(([call]) => call)).toEqual(['lookup', 'cancel']);
  });

  it('retries its refund without a limit', async () => {
    await charged(await parked({ state: 'REFUNDING', paid_at: '2026-11-20T06:00:00.000Z' }));
    for (let times = 0; times < 12; times += 1) {
      world.gateway.failNext('unavailable');
      await run();
      world.clock.advance(600_001);
    }
    expect(world.counted).toHaveLength(12);
    await run();
    expect(one()).toMatchObject({ state: 'REFUNDED' });
  });
});

describe('an outcome that is not emitted', () => {
  it('is emitted before it is taken off the schedule', async () => {
    await parked();
    events.fault = new TransientError('no leader');
    await expect(run()).rejects.toThrow('no leader');
    expect(one()).toMatchObject({ state: 'PAID', due_at: expect.any(String) });
    events.fault = undefined;
    world.clock.advance(71_000);
    await run();
    expect(emitted()).toEqual(['ORDER_PAID']);
    expect(world.gateway.asked.filter(([call]) => call === 'charge')).toEqual([
      ['charge', paymentId(one()?.order_id ?? '')],
    ]);
    expect(one()).not.toHaveProperty('due_at');
  });

  it.each(['invalid', 'refused'] as const)('whose event is %s backs off; the others are emitted', async (fault) => {
    await parked();
    const bad = paymentOf('two', { state: 'UNKNOWN', attempts: 1, due_at: '2026-11-22T06:00:10.000Z' });
    await world.payments.create(bad);
    const invalid = eventId(bad.order_id, 'ORDER_PAID');
    events[fault].set(invalid, 'Not a valid ORDER_PAID: /payment_id is too long');
    await run();
    expect([...new Set(emitted())]).toEqual(['ORDER_PAID']);
    expect(one()).not.toHaveProperty('due_at');
    const left = world.payment(processing('two'));
    expect(left).toMatchObject({ state: 'PAID', attempts: 2 });
    expect(Date.parse(left?.due_at ?? '')).toBeGreaterThan(world.clock.now().getTime());
    expect(world.failures).toEqual([bad.order_id]);
    // After the fix of the defect, its event is emitted once.
    const before = emitted().length;
    events[fault].clear();
    world.clock.advance(600_000);
    await run();
    await run();
    expect(emitted().slice(before)).toEqual(['ORDER_PAID']);
    expect(world.payment(processing('two'))).not.toHaveProperty('due_at');
  });

  it('stays on the schedule if a cancel came meanwhile', async () => {
    const payment = await parked();
    const cancelling: RecordingEvents['emit'] = async (all) => {
      const stored = one() ?? payment;
      await world.payments.replace({ ...stored, state: 'REFUNDING', version: stored.version + 1 });
      events.sends.push(all);
    };
    await reconcile(world)({
      events: { emit: cancelling, faultOf: () => undefined },
      deadline: { remainingMs: () => 60_000 },
    });
    expect(one()).toMatchObject({ state: 'REFUNDING', due_at: expect.any(String) });
  });
});
