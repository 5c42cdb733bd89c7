import { beforeEach, describe, expect, it } from 'vitest';
import { orderSaga } from '../../../../functions/order/saga.ts';
import { reactions, type SagaEvent } from '../../../../functions/order/saga-domain.ts';
import { validateEvent } from '../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../support/fakes/in-memory-orders.ts';
import { InMemorySagas } from '../../../support/fakes/in-memory-sagas.ts';
import {
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  rejectedEvent,
  reservedEvent,
} from '../../../support/order-events.ts';

const order = orderOf(['A', 'B', 'C']);
const id = order.order_id;
const created = createdEvent(order);
const reserved = order.line_items.map(({ sku }) => reservedEvent(id, sku));

describe('the order saga', () => {
  let orders: InMemoryOrders;
  let sagas: InMemorySagas;
  let clock: FixedClock;
  const deliver = (...events: readonly SagaEvent[]) => {
    clock.advance(1_000);
    return orderSaga({ orders, sagas, clock }).settle(id, events);
  };
  const state = async () => (await sagas.find(id))?.created?.status;

  beforeEach(async () => {
    orders = new InMemoryOrders();
    sagas = new InMemorySagas();
    clock = new FixedClock();
    await orders.create(order);
  });

  it('processes the order when its last line is reserved, and says so once', async () => {
    expect((await deliver(created)).emit).toEqual([]);
    expect((await deliver(...reserved.slice(0, 2))).emit).toEqual([]);
    const { emit, rejected } = await deliver(...reserved.slice(2));
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PROCESSING']);
    expect(emit.map((event) => validateEvent.ORDER_PROCESSING(event))).toEqual([null]);
    expect(rejected).toEqual([]);
    expect(await state()).toBe('PROCESSING');
  });

  it('lets ORDER_CREATED complete the join where all reservations came before it', async () => {
    expect((await deliver(...reserved)).emit).toEqual([]);
    const { emit } = await deliver(created);
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PROCESSING']);
  });

  it('says the same bytes again when the completing event is delivered again later', async () => {
    await deliver(created, ...reserved.slice(1));
    const first = await deliver(...reserved.slice(0, 1));
    await deliver(paidEvent(order));
    const again = await deliver(...reserved.slice(0, 1));
    expect(JSON.stringify(again.emit)).toBe(JSON.stringify(first.emit));
    expect(first.emit).toHaveLength(1);
  });

  it('says nothing again for an event that completed nothing', async () => {
    await deliver(created);
    await deliver(...reserved);
    expect((await deliver(created)).emit).toEqual([]);
  });

  it('counts a line once, however often its reservation is delivered', async () => {
    await deliver(created, ...reserved.slice(0, 1), ...reserved.slice(0, 1), ...reserved.slice(0, 1));
    expect(await state()).toBe('CREATED');
  });

  it('cancels at the first rejected line, names it and carries all lines', async () => {
    await deliver(created, ...reserved.slice(0, 1));
    const { emit } = await deliver(rejectedEvent(id, 'B'));
    expect(emit).toMatchObject([
      { type: 'ORDER_CANCELLED', reason: 'OUT_OF_STOCK: B', line_items: order.line_items, status: 'CANCELLED' },
    ]);
    expect(emit.map((event) => validateEvent.ORDER_CANCELLED(event))).toEqual([null]);
  });

  it('keeps an order cancelled, whatever comes later', async () => {
    await deliver(created, rejectedEvent(id, 'B'));
    const late = await deliver(...reserved, rejectedEvent(id, 'C'), paidEvent(order));
    expect(late).toEqual({ emit: [], rejected: [] });
    expect(await state()).toBe('CANCELLED');
  });

  it('keeps the reason within its field, however many lines are rejected', async () => {
    const many = orderOf(Array.from({ length: 500 }, (_, index) => `SKU-${index}`));
    await deliver(createdEvent(many), ...many.line_items.map(({ sku }) => rejectedEvent(id, sku)));
    const reason = (await sagas.find(id))?.reason ?? '';
    expect(reason.length).toBe(1024);
    expect(reason).toMatch(/^OUT_OF_STOCK: SKU-0, SKU-1, .*…$/);
  });

  it('follows the payment: PAID with its time and payment', async () => {
    await deliver(created, ...reserved);
    const writes = sagas.writes;
    expect(await deliver(paidEvent(order))).toEqual({ emit: [], rejected: [] });
    expect(sagas.writes - writes).toBe(1);
    expect(await sagas.find(id)).toMatchObject({
      created: { status: 'PAID' },
      payment: { state: 'PAID' },
      history: { PAID: { cause: paidEvent(order).event_id, at: clock.now().toISOString() } },
    });
  });

  it('follows the payment: PAYMENT_FAILED with the reason', async () => {
    await deliver(created, ...reserved);
    await deliver(paymentFailedEvent(order));
    expect(await sagas.find(id)).toMatchObject({ created: { status: 'PAYMENT_FAILED' }, reason: 'DECLINED' });
  });

  it('rejects what cannot happen: a payment before the reservations, or of an unknown order', async () => {
    const paid = paidEvent(order);
    expect((await deliver(paid)).rejected).toEqual([
      { event: paid, cause: 'ORDER_PAID cannot happen to an order that is not known' },
    ]);
    await deliver(created);
    expect((await deliver(paid)).rejected).toEqual([
      { event: paid, cause: 'ORDER_PAID cannot happen to an order that is CREATED' },
    ]);
  });

  it('rejects a line that is refused after all lines were reserved', async () => {
    await deliver(created, ...reserved);
    const impossible = rejectedEvent(id, 'A');
    expect((await deliver(impossible)).rejected.map(({ event }) => event)).toEqual([impossible]);
    expect(await state()).toBe('PROCESSING');
  });

  it('keeps the order for good when it has been said, and puts an expired one back', async () => {
    const lost = orderOf(['A'], 'a1b2c3d4-0000-5000-8000-000000000002');
    await orderSaga({ orders, sagas, clock }).settle(lost.order_id, [createdEvent(lost)]);
    expect(orders.confirmed).toContain(lost.order_id);
    expect(await orders.find(lost.order_id)).toMatchObject({ line_items: lost.line_items, client: '' });
  });

  it('writes once for a join and once more for its step', async () => {
    await deliver(created);
    expect(sagas.writes).toBe(1);
    await deliver(...reserved);
    expect(sagas.writes).toBe(3);
  });
});

describe('the order state machine', () => {
  it('never leaves a terminal state', () => {
    for (const state of ['COMPLETED', 'CANCELLED', 'PAYMENT_FAILED'] as const) {
      expect(Object.values(reactions[state]).every((reaction) => typeof reaction === 'string')).toBe(true);
    }
  });
});
