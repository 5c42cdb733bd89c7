import { beforeEach, describe, expect, it } from 'vitest';
import { requestEvent } from '../../../../../functions/order/model/saga-events-domain.ts';
import type { SagaEvent } from '../../../../../functions/order/model/saga-moves-domain.ts';
import { paymentOf } from '../../../../../functions/order/model/saga-record-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { InMemorySagas } from '../../../../support/fakes/in-memory-sagas.ts';
import {
  cancelRequestedEvent,
  completeRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  refundedEvent,
  rejectedEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../../support/order-events.ts';

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
    return orderSaga({ orders, sagas, clock, stepSeconds: 120 }).apply(id, events);
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
    await orderSaga({ orders, sagas, clock, stepSeconds: 120 }).apply(lost.order_id, [createdEvent(lost)]);
    expect(orders.confirmed).toContain(lost.order_id);
    expect(await orders.find(lost.order_id)).toMatchObject({ line_items: lost.line_items, client: '' });
  });

  it('writes once for a join and once more for its step', async () => {
    await deliver(created);
    expect(sagas.writes).toBe(1);
    await deliver(...reserved);
    expect(sagas.writes).toBe(3);
  });

  describe('asked to', () => {
    const at = (seconds: number) => new Date(Date.parse('2026-11-22T06:00:00.000Z') + seconds * 1_000).toISOString();
    const pay = async () => {
      await deliver(created, ...reserved);
      await deliver(paidEvent(order));
    };

    it('cancel, cancels, says why and who asked', async () => {
      await pay();
      const { emit, rejected } = await deliver(cancelRequestedEvent(id, 'CHANGED_MIND'));
      expect(emit.map((event) => validateEvent.ORDER_CANCELLED(event))).toEqual([null]);
      expect(emit).toMatchObject([
        { reason: 'CHANGED_MIND', line_items: order.line_items, timestamp: at(3), metadata: { actor: 'key:test' } },
      ]);
      expect(rejected).toEqual([]);
    });

    it('cancel without a reason, keeps that it was asked', async () => {
      await deliver(created);
      expect((await deliver(cancelRequestedEvent(id))).emit).toMatchObject([{ reason: 'CANCEL_REQUESTED' }]);
    });

    it('cancel for an empty reason, keeps that it was asked: its event is valid', async () => {
      await deliver(created);
      const { emit } = await deliver(cancelRequestedEvent(id, ''));
      expect(emit).toMatchObject([{ reason: 'CANCEL_REQUESTED' }]);
      expect(emit.map((event) => validateEvent.ORDER_CANCELLED(event))).toEqual([null]);
    });

    it('cancel for an empty reason that is stored, cancels at its join and asks again with valid events', async () => {
      const requested = { at: clock.now().toISOString(), actor: 'key:test', reason: '' };
      await sagas.storeRequest(id, 'CANCEL', requested);
      const { emit } = await deliver(created);
      expect(emit).toMatchObject([{ type: 'ORDER_CANCELLED', reason: 'CANCEL_REQUESTED' }]);
      const record = await sagas.find(id);
      const again = record && requestEvent('CANCEL', record, order);
      expect(again).not.toHaveProperty('reason');
      expect(validateEvent.ORDER_CANCEL_REQUESTED(again)).toBeNull();
    });

    it('ship and complete, says both, with the shipment', async () => {
      await pay();
      const shipment = { carrier: 'DHL', tracking_number: '1' };
      const shipped = await deliver(shipRequestedEvent(id, shipment));
      expect(shipped.emit.map((event) => validateEvent.ORDER_SHIPPED(event))).toEqual([null]);
      expect(shipped.emit).toMatchObject([{ shipment, timestamp: at(3), status: 'SHIPPED' }]);
      const completed = await deliver(completeRequestedEvent(id));
      expect(completed.emit.map((event) => validateEvent.ORDER_COMPLETED(event))).toEqual([null]);
      expect(await state()).toBe('COMPLETED');
    });

    it('do what is done says the same again for its own event, and nothing for another', async () => {
      await pay();
      const first = await deliver(shipRequestedEvent(id));
      await deliver(completeRequestedEvent(id));
      expect(JSON.stringify((await deliver(shipRequestedEvent(id))).emit)).toBe(JSON.stringify(first.emit));
      expect(await deliver(cancelRequestedEvent(id))).toEqual({ emit: [], rejected: [] });
    });

    it('do what cannot be done yet, refuses', async () => {
      await deliver(created);
      const requests = [shipRequestedEvent(id), completeRequestedEvent(id)];
      expect((await deliver(...requests)).rejected.map(({ event }) => event)).toEqual(requests);
      expect(await state()).toBe('CREATED');
    });

    it('cancel an order that it does not know yet, remembers it where it was stored, and refuses it where not', async () => {
      const unasked = await deliver(cancelRequestedEvent(id));
      expect(unasked.rejected).toHaveLength(1);
      await sagas.storeRequest(id, 'CANCEL', { at: at(0), actor: 'key:test', reason: 'CHANGED_MIND' });
      expect(await deliver(cancelRequestedEvent(id))).toEqual({ emit: [], rejected: [] });
      const { emit } = await deliver(created);
      expect(emit).toMatchObject([
        { type: 'ORDER_CANCELLED', reason: 'CHANGED_MIND', metadata: { actor: 'key:test' } },
      ]);
    });
  });

  describe('the payment of an order that is cancelled', () => {
    beforeEach(() => deliver(created, ...reserved, cancelRequestedEvent(id)));
    const payment = async () => {
      const record = await sagas.find(id);
      return record && paymentOf(record);
    };

    it('is recorded, and so is its refund, once', async () => {
      await deliver(paidEvent(order));
      expect(await payment()).toMatchObject({ state: 'PAID' });
      await deliver(refundedEvent(order));
      const refunded = { state: 'REFUNDED', refunded_at: refundedEvent(order).processed_at };
      expect(await payment()).toMatchObject(refunded);
      expect(await deliver(paidEvent(order), refundedEvent(order))).toEqual({ emit: [], rejected: [] });
      expect(await payment()).toMatchObject({ ...refunded, processed_at: paidEvent(order).processed_at });
      expect(await state()).toBe('CANCELLED');
    });

    it('is known from its refund alone', async () => {
      await deliver(refundedEvent(order));
      expect(await payment()).toMatchObject({ state: 'REFUNDED', payment_id: refundedEvent(order).payment_id });
    });
  });

  it('refuses a refund of an order that it does not know, or that is not cancelled', async () => {
    expect((await deliver(refundedEvent(order))).rejected).toHaveLength(1);
    await deliver(created, ...reserved);
    expect((await deliver(refundedEvent(order))).rejected).toHaveLength(1);
    expect(await sagas.find(id)).not.toHaveProperty('refund');
  });

  it('lets the sweep look after the order while it waits for the platform, and no longer', async () => {
    const due = async () => (await sagas.find(id))?.due?.at;
    await deliver(created);
    expect(await due()).toBe('2026-11-22T06:02:01.000Z');
    await deliver(...reserved);
    expect(await due()).toBe('2026-11-22T06:02:01.000Z');
    await deliver(paidEvent(order));
    expect(await due()).toBeUndefined();
    await deliver(created);
    expect(await due()).toBeUndefined();
  });

  it('says a step that another invocation made while it was about to make it', async () => {
    await deliver(created, ...reserved.slice(1));
    const advance = sagas.advance.bind(sagas);
    // One that was given up already makes the step, and dies before it speaks.
    sagas.advance = async (orderId, step) => {
      await advance(orderId, { ...step, cause: 'of a zombie' });
      return advance(orderId, step);
    };
    expect((await deliver(...reserved.slice(0, 1))).emit).toMatchObject([{ type: 'ORDER_PROCESSING' }]);
  });

  describe('that a zombie cancelled, who died before he spoke', () => {
    const at = '2026-11-22T06:00:00.000Z';
    /** An event of the order that is acknowledged long since. */
    const zombie = async () => {
      await deliver(...reserved.slice(0, 1));
      expect(await state()).toBe('CANCELLED');
    };
    const cancelled = [{ type: 'ORDER_CANCELLED' }];

    it('says so when ORDER_CREATED is delivered again', async () => {
      await sagas.storeRequest(id, 'CANCEL', { at, actor: 'key:test' });
      await sagas.merge(id, { created, reserved: [], rejected: [] }, at);
      await zombie();
      expect((await deliver(created)).emit).toMatchObject(cancelled);
    });

    it('says so, once, for the lines that were refused', async () => {
      await deliver(created);
      await sagas.merge(id, { reserved: [], rejected: ['B', 'C'] }, at);
      await zombie();
      expect((await deliver(rejectedEvent(id, 'C'))).emit).toEqual([]);
      expect((await deliver(rejectedEvent(id, 'B'))).emit).toMatchObject(cancelled);
      expect((await deliver(rejectedEvent(id, 'C'), rejectedEvent(id, 'B'))).emit).toMatchObject(cancelled);
    });
  });
});
