// Also tests functions/order/sweep
import { beforeEach, describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { sweep } from '../../../../../functions/order/sweep/sweep.ts';
import { eventId } from '../../../../../functions/shared/kernel/ids.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { ordersPerSweep, sweepEverySeconds } from '../../../../../lib/config/consumer-load.ts';
import { stageConfig } from '../../../../../lib/config/stages.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import {
  cancelRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  rejectedEvent,
  reservedEvent,
} from '../../../../support/order-events.ts';
import { storeRequest } from '../../../../support/stored-request.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;
const reserved = order.line_items.map(({ sku }) => reservedEvent(id, sku));
const plenty = { remainingMs: () => 60_000 };
const minute = 60_000;

describe('the sweep', () => {
  let orders: InMemoryOrders;
  let events: RecordingEvents;
  let clock: FixedClock;
  let behind: number;
  const deliver = (...delivered: readonly SagaEvent[]) =>
    orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(id, delivered);
  const run = (mostPerRun = 600) => {
    const deadlines = { stepSeconds: 120, sagaSeconds: 900 };
    const lag = { greatest: async () => behind };
    return sweep({ sagas: orders, due: orders, lag, clock, deadlines, mostPerRun })({ events, deadline: plenty });
  };
  const emitted = () => events.sends.flat().map(({ type }) => type);
  const state = async () => (await orders.load(id))?.created?.status;

  beforeEach(async () => {
    [orders, events, clock, behind] = [new InMemoryOrders(), new RecordingEvents(), new FixedClock(), 0];
    await orders.place(order);
  });

  it('ignores orders that have not waited long, or do not wait', async () => {
    await deliver(createdEvent(order));
    clock.advance(2 * minute);
    expect(await run()).toEqual({ OrdersTimedOut: 0, OrdersRepaired: 0, OrderRepairsHeld: 0, OrdersStuck: 0 });
    await deliver(...reserved);
    await deliver(paidEvent(order));
    clock.advance(60 * minute);
    await run();
    expect(emitted()).toEqual([]);
  });

  it('re-emits ORDER_CREATED of an order with unreserved lines', async () => {
    await deliver(createdEvent(order), ...reserved.slice(1));
    clock.advance(2 * minute + 1);
    expect(await run()).toMatchObject({ OrdersRepaired: 1 });
    expect(JSON.stringify(events.sends[0])).toBe(JSON.stringify([createdEvent(order)]));
  });

  it('re-emits ORDER_PROCESSING, byte for byte, of an unpaid order', async () => {
    const { emit } = await deliver(createdEvent(order), ...reserved);
    clock.advance(2 * minute + 1);
    await run();
    expect(JSON.stringify(events.sends[0])).toBe(JSON.stringify(emit));
  });

  it.each(['invalid', 'refused'] as const)(
    'delays an order whose event is %s with backoff, reports it, and emits the others',
    async (fault) => {
      await deliver(...reserved);
      const other = { ...orderOf(['C']), order_id: 'a1b2c3d4-0000-5000-8000-000000000002' };
      await orders.place(other);
      await orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(other.order_id, [
        reservedEvent(other.order_id, 'C'),
      ]);
      clock.advance(16 * minute);
      events[fault].set(eventId(id, 'ORDER_CANCELLED'), 'Not a valid ORDER_CANCELLED');
      await expect(run()).rejects.toThrow('1 orders could not be swept');
      expect(events.sends.flat().map((event) => Reflect.get(event, 'order_id'))).toEqual([other.order_id]);
      expect((await orders.load(id))?.due).toMatchObject({ attempts: 1 });
      const first = (await orders.load(id))?.due?.at ?? '';
      expect(Date.parse(first)).toBeGreaterThan(clock.now().getTime());
      clock.advance(5 * minute);
      await expect(run()).rejects.toThrow(AggregateError);
      expect((await orders.load(id))?.due).toMatchObject({ attempts: 2 });
      events[fault].clear();
      clock.advance(60 * minute);
      await run();
      expect(emitted()).toEqual(['ORDER_CANCELLED', 'ORDER_CANCELLED']);
      expect((await orders.load(id))?.due).toBeUndefined();
    },
  );

  it('catches up after an outage: all orders of a minute in one run', async () => {
    const { peak } = stageConfig('prod').consumers.throughput;
    const mostPerRun = ordersPerSweep(stageConfig('prod').consumers);
    expect(mostPerRun).toBeGreaterThanOrEqual(peak * sweepEverySeconds);
    const count = 1_234;
    for (let index = 0; index < count; index += 1) {
      const one = { ...order, order_id: `a1b2c3d4-0000-5000-8000-${String(index).padStart(12, '0')}` };
      await orders.place(one);
      await orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(one.order_id, [createdEvent(one)]);
    }
    clock.advance(2 * minute + 1);
    expect(await run(mostPerRun)).toMatchObject({ OrdersRepaired: count });
  });

  it('repairs the orders of an outage of minutes in as many runs, each within its cap, and none while consumers lag', async () => {
    const [mostPerRun, count] = [600, 3_000];
    for (let index = 0; index < count; index += 1) {
      const one = { ...order, order_id: `a1b2c3d4-0000-5000-8000-${String(index).padStart(12, '0')}` };
      await orders.place(one);
      await orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(one.order_id, [createdEvent(one)]);
    }
    clock.advance(2 * minute + 1);
    behind = 1_001;
    expect(await run(mostPerRun)).toMatchObject({ OrdersRepaired: 0, OrderRepairsHeld: mostPerRun });
    expect(emitted()).toEqual([]);
    behind = 0;
    for (let repaired = 0; repaired < count; repaired += mostPerRun) {
      expect(await run(mostPerRun)).toMatchObject({ OrdersRepaired: mostPerRun, OrdersTimedOut: 0 });
      clock.advance(1_000);
    }
    // Each once: repaired orders do not take the turn of waiting ones.
    const repaired = events.sends.flat().map((event) => Reflect.get(event, 'order_id'));
    expect([repaired.length, new Set(repaired).size]).toEqual([count, count]);
    expect(await run(mostPerRun)).toMatchObject({ OrdersRepaired: 0 });
  });

  it('gives a step its full deadline, whatever the age of the order', async () => {
    await deliver(createdEvent(order));
    clock.advance(1.5 * minute);
    await deliver(...reserved);
    clock.advance(minute);
    await run();
    expect(emitted()).toEqual([]);
    clock.advance(minute + 1);
    await run();
    expect(emitted()).toEqual(['ORDER_PROCESSING']);
  });

  it('repairs with exponential backoff, until the saga deadline', async () => {
    await deliver(createdEvent(order), ...reserved);
    const repairs: number[] = [];
    for (let passed = 1; passed <= 20 && (await state()) === 'PROCESSING'; passed += 1) {
      clock.advance(minute);
      if ((await run())['OrdersRepaired'] === 1) repairs.push(passed);
    }
    expect(repairs).toEqual([3, 8]);
    expect(await state()).toBe('CANCELLED');
    expect(emitted().at(-1)).toBe('ORDER_CANCELLED');
  });

  it('counts an order as stuck from its first repair until it moves', async () => {
    await deliver(createdEvent(order));
    clock.advance(2 * minute + 1);
    expect(await run()).toMatchObject({ OrdersRepaired: 1, OrdersStuck: 1 });
    expect(await run()).toMatchObject({ OrdersRepaired: 0, OrdersStuck: 1 });
    await deliver(...reserved);
    expect(await run()).toMatchObject({ OrdersStuck: 0 });
  });

  it('resets the backoff at the next step', async () => {
    await deliver(createdEvent(order));
    clock.advance(2 * minute + 1);
    await run();
    await deliver(...reserved);
    expect((await orders.load(id))?.due).toEqual({ at: '2026-11-22T06:04:00.001Z', attempts: 0 });
  });

  it('repairs nothing while consumers lag, and everything after they have caught up', async () => {
    await deliver(createdEvent(order));
    clock.advance(2 * minute + 1);
    behind = 1_001;
    expect(await run()).toEqual({ OrdersTimedOut: 0, OrdersRepaired: 0, OrderRepairsHeld: 1, OrdersStuck: 1 });
    behind = 1_000;
    expect(await run()).toMatchObject({ OrdersRepaired: 1, OrderRepairsHeld: 0 });
  });

  it('cancels an order past the saga deadline, emits the reason, and clears its due time', async () => {
    behind = 1_001;
    await deliver(createdEvent(order), ...reserved);
    clock.advance(15 * minute);
    expect(await run()).toMatchObject({ OrdersTimedOut: 1 });
    const [cancelled] = events.sends.flat();
    expect(validateEvent.ORDER_CANCELLED(cancelled)).toBeNull();
    expect(cancelled).toMatchObject({ reason: 'TIMEOUT', line_items: order.line_items });
    expect(await orders.load(id)).not.toHaveProperty('due');
    clock.advance(60 * minute);
    await run();
    expect(events.sends).toHaveLength(1);
  });

  it('re-emits, byte for byte, a timeout’s ORDER_CANCELLED that was not published', async () => {
    await deliver(createdEvent(order));
    clock.advance(15 * minute);
    const received: unknown[] = [];
    events.emit = async (emitted) => {
      received.push(...emitted);
      throw new TransientError('Kafka is away');
    };
    await expect(run()).rejects.toThrow('1 orders could not be swept');
    events = new RecordingEvents();
    clock.advance(2 * minute + 1);
    expect(await run()).toMatchObject({ OrdersTimedOut: 1 });
    expect(JSON.stringify(events.sends.flat())).toBe(JSON.stringify(received));
  });

  it('re-emits a cancel that an earlier release left due, once', async () => {
    await deliver(createdEvent(order), ...reserved);
    const { emit } = await deliver(cancelRequestedEvent(id));
    const record = await orders.load(id);
    if (record !== undefined) await orders.save(record, { ...record, due: { at: order.created_at, attempts: 0 } });
    clock.advance(2 * minute);
    expect(await run()).toMatchObject({ OrdersTimedOut: 0 });
    expect(JSON.stringify(events.sends)).toBe(JSON.stringify([emit]));
    clock.advance(20 * minute);
    await run();
    expect(emitted()).toHaveLength(1);
  });

  it('leaves a cancelled order alone, also after a late outcome of a line', async () => {
    await deliver(createdEvent(order), cancelRequestedEvent(id));
    await deliver(...reserved);
    expect(await orders.load(id)).not.toHaveProperty('due');
    clock.advance(2 * minute + 1);
    expect(await run()).toMatchObject({ OrdersTimedOut: 0, OrdersRepaired: 0 });
    expect(emitted()).toEqual([]);
  });

  it('clears the due time of an order that waits no more', async () => {
    await deliver(createdEvent(order), ...reserved);
    await deliver(paidEvent(order));
    const record = await orders.load(id);
    if (record !== undefined) await orders.save(record, { ...record, due: { at: order.created_at, attempts: 0 } });
    clock.advance(1);
    await run();
    expect(await orders.load(id)).not.toHaveProperty('due');
    expect(emitted()).toEqual([]);
  });

  it('publishes an order whose ORDER_CREATED never arrived', async () => {
    expect(await orders.load(id)).toMatchObject({ provisional: true });
    clock.advance(2 * minute + 1);
    await run();
    expect(JSON.stringify(events.sends.flat())).toBe(JSON.stringify([createdEvent(order)]));
    expect((await orders.load(id))?.due?.attempts).toBe(1);
  });

  it('publishes a provisional order before its cancel on the deadline, and keeps it once both are in Kafka', async () => {
    clock.advance(15 * minute);
    const emit = events.emit.bind(events);
    events.emit = async () => {
      throw new TransientError('Kafka is away');
    };
    await expect(run()).rejects.toThrow('1 orders could not be swept');
    expect(await orders.load(id)).toMatchObject({ provisional: true, created: { status: 'CANCELLED' } });
    events.emit = emit;
    clock.advance(2 * minute + 1);
    await run();
    expect(emitted()).toEqual(['ORDER_CREATED', 'ORDER_CANCELLED']);
    expect(await orders.load(id)).not.toHaveProperty('provisional');
  });

  it('re-emits a stored request that may be unpublished', async () => {
    await deliver(createdEvent(order), ...reserved);
    await storeRequest(orders, id, 'CANCEL', { at: '2026-11-22T06:00:05.000Z', actor: 'key:test' });
    clock.advance(2 * minute + 1);
    await run();
    expect(emitted()).toEqual(['ORDER_PROCESSING', 'ORDER_CANCEL_REQUESTED']);
  });

  it('repairs once in concurrent sweeps', async () => {
    await deliver(createdEvent(order));
    clock.advance(2 * minute + 1);
    await Promise.all([run(), run()]);
    expect(emitted()).toEqual(['ORDER_CREATED']);
  });

  it('cancels once in concurrent sweeps', async () => {
    await deliver(...reserved);
    clock.advance(15 * minute);
    await Promise.all([run(), run()]);
    expect(emitted()).toEqual(['ORDER_CANCELLED']);
  });

  it('does not let an order whose events fail block the others', async () => {
    const others = [2, 3].map((n) => orderOf(['A'], `a1b2c3d4-0000-5000-8000-00000000000${n}`));
    for (const other of [order, ...others]) {
      await orders.place(other);
      await orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(other.order_id, [createdEvent(other)]);
    }
    clock.advance(2 * minute + 1);
    const emit = events.emit.bind(events);
    events.emit = async (emitted) => {
      if (JSON.stringify(emitted).includes(id)) throw new TypeError('not valid');
      await emit(emitted);
    };
    await expect(run()).rejects.toThrow('1 orders');
    expect(events.sends).toHaveLength(2);
  });

  it('sweeps a limited number of orders per run, the longest due first', async () => {
    for (let n = 0; n < 250; n += 1) {
      const one = orderOf(['A'], `a1b2c3d4-0000-5000-8000-1${String(n).padStart(11, '0')}`);
      clock.advance(1);
      await orders.place(one);
      await orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(one.order_id, [createdEvent(one)]);
    }
    clock.advance(2 * minute + 1);
    expect(await run(200)).toMatchObject({ OrdersRepaired: 200 });
    expect(await run(200)).toMatchObject({ OrdersRepaired: 51 });
  });

  it('only clears the due time of a rejected order', async () => {
    await deliver(createdEvent(order), rejectedEvent(id, 'A'));
    clock.advance(20 * minute);
    await run();
    expect(emitted()).toEqual([]);
  });
});
