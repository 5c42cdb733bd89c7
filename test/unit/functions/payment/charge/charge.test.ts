import { beforeEach, describe, expect, it } from 'vitest';
import { type ChargeEvent, charge } from '../../../../../functions/payment/charge/charge.ts';
import type { Payment } from '../../../../../functions/payment/model/domain.ts';
import { moved } from '../../../../../functions/payment/model/state-domain.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { orderId, paymentId, refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { effect } from '../../../../../functions/shared/runtime/idioms/effect.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import type { OrderProcessing } from '../../../../../schemas/generated/types.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { ScriptedGateway } from '../../../../support/fakes/scripted-gateway.ts';
import { cancelled, PaymentWorld, paymentOf, processing } from '../../../../support/payment-world.ts';
import { delivered } from '../../../../support/stock-commands.ts';

const one = orderId('test', 'one');
let world: PaymentWorld;
beforeEach(() => {
  world = new PaymentWorld();
});

const deliver = (...events: readonly ChargeEvent[]) =>
  effect(charge(world))(delivered('orders.created', events), { remainingMs: () => 60_000 });
const bytes = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event));

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
