// Also tests functions/order/model
import { beforeEach, describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { requestEvent } from '../../../../../functions/order/model/saga-events-domain.ts';
import { emptyRecord, paymentOf } from '../../../../../functions/order/model/saga-record-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
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
import { storeRequest } from '../../../../support/stored-request.ts';

const order = orderOf(['A', 'B', 'C']);
const id = order.order_id;
const created = createdEvent(order);
const reserved = order.line_items.map(({ sku }) => reservedEvent(id, sku));

describe('the order saga', () => {
  let orders: InMemoryOrders;
  let clock: FixedClock;
  const deliver = (...events: readonly SagaEvent[]) => {
    clock.advance(1_000);
    return orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(id, events);
  };
  const state = async () => (await orders.load(id))?.created?.status;

  beforeEach(async () => {
    orders = new InMemoryOrders();
    clock = new FixedClock();
    await orders.place(order);
  });

  it('moves to PROCESSING when the last line is reserved, and emits it once', async () => {
    expect((await deliver(created)).emit).toEqual([]);
    expect((await deliver(...reserved.slice(0, 2))).emit).toEqual([]);
    const { emit, rejected } = await deliver(...reserved.slice(2));
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PROCESSING']);
    expect(emit.map((event) => validateEvent.ORDER_PROCESSING(event))).toEqual([null]);
    expect(rejected).toEqual([]);
    expect(await state()).toBe('PROCESSING');
  });

  it('completes the join without ORDER_CREATED: the order is stored before it is published', async () => {
    const { emit } = await deliver(...reserved);
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PROCESSING']);
    expect((await deliver(created)).emit).toEqual([]);
  });

  it('completes the join of an expired order with ORDER_CREATED', async () => {
    orders.expire(id);
    expect((await deliver(...reserved)).emit).toEqual([]);
    const { emit } = await deliver(created);
    expect(emit.map(({ type }) => type)).toEqual(['ORDER_PROCESSING']);
  });

  it('re-emits the same bytes when the completing event is redelivered later', async () => {
    await deliver(created, ...reserved.slice(1));
    const first = await deliver(...reserved.slice(0, 1));
    await deliver(paidEvent(order));
    const again = await deliver(...reserved.slice(0, 1));
    expect(JSON.stringify(again.emit)).toBe(JSON.stringify(first.emit));
    expect(first.emit).toHaveLength(1);
  });

  it('re-emits nothing for an event that completed nothing', async () => {
    await deliver(created);
    await deliver(...reserved);
    expect((await deliver(created)).emit).toEqual([]);
  });

  it('counts a line once per order, whatever its redeliveries', async () => {
    await deliver(created, ...reserved.slice(0, 1), ...reserved.slice(0, 1), ...reserved.slice(0, 1));
    expect(await state()).toBe('CREATED');
  });

  it('cancels at the first rejected line, with its SKU as reason and all lines in the event', async () => {
    await deliver(created, ...reserved.slice(0, 1));
    const { emit } = await deliver(rejectedEvent(id, 'B'));
    expect(emit).toMatchObject([
      { type: 'ORDER_CANCELLED', reason: 'OUT_OF_STOCK: B', line_items: order.line_items, status: 'CANCELLED' },
    ]);
    expect(emit.map((event) => validateEvent.ORDER_CANCELLED(event))).toEqual([null]);
  });

  it('keeps an order cancelled at every later event', async () => {
    await deliver(created, rejectedEvent(id, 'B'));
    const late = await deliver(...reserved, rejectedEvent(id, 'C'), paidEvent(order));
    expect(late).toEqual({ emit: [], rejected: [] });
    expect(await state()).toBe('CANCELLED');
  });

  it('truncates the reason to its field for many rejected lines', async () => {
    const many = orderOf(Array.from({ length: 500 }, (_, index) => `SKU-${index}`));
    await deliver(createdEvent(many), ...many.line_items.map(({ sku }) => rejectedEvent(id, sku)));
    const reason = (await orders.load(id))?.reason ?? '';
    expect(reason.length).toBe(1024);
    expect(reason).toMatch(/^OUT_OF_STOCK: SKU-0, SKU-1, .*…$/);
  });

  it('records the payment: PAID with its time and payment', async () => {
    await deliver(created, ...reserved);
    const writes = orders.writes;
    expect(await deliver(paidEvent(order))).toEqual({ emit: [], rejected: [] });
    expect(orders.writes - writes).toBe(1);
    expect(await orders.load(id)).toMatchObject({
      created: { status: 'PAID' },
      payment: { state: 'PAID' },
      history: { PAID: { cause: paidEvent(order).event_id, at: clock.now().toISOString() } },
    });
  });

  it('records the payment: PAYMENT_FAILED with the reason', async () => {
    await deliver(created, ...reserved);
    await deliver(paymentFailedEvent(order));
    expect(await orders.load(id)).toMatchObject({ created: { status: 'PAYMENT_FAILED' }, reason: 'DECLINED' });
  });

  it('rejects invalid transitions: a payment before the reservations, or of an unknown order', async () => {
    const paid = paidEvent(order);
    expect((await deliver(paid)).rejected).toEqual([
      { event: paid, cause: 'ORDER_PAID cannot happen to an order that is CREATED' },
    ]);
    orders.expire(id);
    expect((await deliver(paid)).rejected).toEqual([
      { event: paid, cause: 'ORDER_PAID cannot happen to an order that is not known' },
    ]);
  });

  it('rejects STOCK_REJECTED after all lines were reserved', async () => {
    await deliver(created, ...reserved);
    const impossible = rejectedEvent(id, 'A');
    expect((await deliver(impossible)).rejected.map(({ event }) => event)).toEqual([impossible]);
    expect(await state()).toBe('PROCESSING');
  });

  it('keeps the order for good at the first outcome of a line, and restores an expired one at ORDER_CREATED', async () => {
    expect(await orders.load(id)).toMatchObject({ provisional: true });
    await deliver(...reserved.slice(0, 1));
    expect(await orders.load(id)).not.toHaveProperty('provisional');
    orders.expire(id);
    await deliver(created);
    expect(await orders.load(id)).toMatchObject({ placed: { line_items: order.line_items, client: '' } });
    expect(await orders.load(id)).not.toHaveProperty('provisional');
  });

  it('takes one write for the facts of a batch and the step that they complete, and none at a redelivery', async () => {
    await deliver(created);
    expect(orders.writes).toBe(0);
    await deliver(...reserved);
    expect(orders.writes).toBe(1);
    expect((await deliver(...reserved)).emit).toMatchObject([{ type: 'ORDER_PROCESSING' }]);
    expect(orders.writes).toBe(1);
  });

  describe('on request', () => {
    const at = (seconds: number) => new Date(Date.parse('2026-11-22T06:00:00.000Z') + seconds * 1_000).toISOString();
    const pay = async () => {
      await deliver(created, ...reserved);
      await deliver(paidEvent(order));
    };

    it('cancels, and emits reason and actor', async () => {
      await pay();
      const { emit, rejected } = await deliver(cancelRequestedEvent(id, 'CHANGED_MIND'));
      expect(emit.map((event) => validateEvent.ORDER_CANCELLED(event))).toEqual([null]);
      expect(emit).toMatchObject([
        { reason: 'CHANGED_MIND', line_items: order.line_items, timestamp: at(3), metadata: { actor: 'key:test' } },
      ]);
      expect(rejected).toEqual([]);
    });

    it('cancels without a reason, with CANCEL_REQUESTED as reason', async () => {
      await deliver(created);
      expect((await deliver(cancelRequestedEvent(id))).emit).toMatchObject([{ reason: 'CANCEL_REQUESTED' }]);
    });

    it('cancels for an empty reason, with a valid event', async () => {
      await deliver(created);
      const { emit } = await deliver(cancelRequestedEvent(id, ''));
      expect(emit).toMatchObject([{ reason: 'CANCEL_REQUESTED' }]);
      expect(emit.map((event) => validateEvent.ORDER_CANCELLED(event))).toEqual([null]);
    });

    it('cancels at ORDER_CREATED of an expired order for a stored empty reason, and re-emits valid events', async () => {
      orders.expire(id);
      const requested = { at: clock.now().toISOString(), actor: 'key:test', reason: '' };
      await storeRequest(orders, id, 'CANCEL', requested);
      const { emit } = await deliver(created);
      expect(emit).toMatchObject([{ type: 'ORDER_CANCELLED', reason: 'CANCEL_REQUESTED' }]);
      const record = await orders.load(id);
      const again = record && requestEvent('CANCEL', record, order);
      expect(again).not.toHaveProperty('reason');
      expect(validateEvent.ORDER_CANCEL_REQUESTED(again)).toBeNull();
    });

    it('ships and completes, and emits both, with the shipment', async () => {
      await pay();
      const shipment = { carrier: 'DHL', tracking_number: '1' };
      const shipped = await deliver(shipRequestedEvent(id, shipment));
      expect(shipped.emit.map((event) => validateEvent.ORDER_SHIPPED(event))).toEqual([null]);
      expect(shipped.emit).toMatchObject([{ shipment, timestamp: at(3), status: 'SHIPPED' }]);
      const completed = await deliver(completeRequestedEvent(id));
      expect(completed.emit.map((event) => validateEvent.ORDER_COMPLETED(event))).toEqual([null]);
      expect(await state()).toBe('COMPLETED');
    });

    it('re-emits a completed step for its own event, and nothing for another', async () => {
      await pay();
      const first = await deliver(shipRequestedEvent(id));
      await deliver(completeRequestedEvent(id));
      expect(JSON.stringify((await deliver(shipRequestedEvent(id))).emit)).toBe(JSON.stringify(first.emit));
      expect(await deliver(cancelRequestedEvent(id))).toEqual({ emit: [], rejected: [] });
    });

    it('rejects a request that the state does not allow yet', async () => {
      await deliver(created);
      const requests = [shipRequestedEvent(id), completeRequestedEvent(id)];
      expect((await deliver(...requests)).rejected.map(({ event }) => event)).toEqual(requests);
      expect(await state()).toBe('CREATED');
    });

    it('ignores a stored cancel of an expired order until ORDER_CREATED, and rejects one that is not stored', async () => {
      orders.expire(id);
      const unasked = await deliver(cancelRequestedEvent(id));
      expect(unasked.rejected).toHaveLength(1);
      await storeRequest(orders, id, 'CANCEL', { at: at(0), actor: 'key:test', reason: 'CHANGED_MIND' });
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
      const record = await orders.load(id);
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

    it('is restored from its refund alone', async () => {
      await deliver(refundedEvent(order));
      expect(await payment()).toMatchObject({ state: 'REFUNDED', payment_id: refundedEvent(order).payment_id });
    });
  });

  it('rejects a refund of an order that is unknown or not cancelled', async () => {
    await deliver(created, ...reserved);
    expect((await deliver(refundedEvent(order))).rejected).toHaveLength(1);
    expect(await orders.load(id)).not.toHaveProperty('refund');
  });

  it('sets the due time for the sweep in automatic steps only', async () => {
    const due = async () => (await orders.load(id))?.due?.at;
    expect(await due()).toBe('2026-11-22T06:02:00.000Z');
    await deliver(...reserved);
    expect(await due()).toBe('2026-11-22T06:02:00.000Z');
    await deliver(paidEvent(order));
    expect(await due()).toBeUndefined();
    await deliver(created);
    expect(await due()).toBeUndefined();
  });

  it('re-emits a step that a zombie with the same event committed first, and crashed before emitting', async () => {
    await deliver(created, ...reserved.slice(1));
    const save = orders.save.bind(orders);
    orders.save = async (...zombie) => {
      orders.save = save;
      await save(...zombie);
      return save(...zombie);
    };
    expect((await deliver(...reserved.slice(0, 1))).emit).toMatchObject([{ type: 'ORDER_PROCESSING' }]);
    expect(orders.writes).toBe(2);
  });

  it('re-emits a step of a zombie that also had an acknowledged event, at the event that the join lacked', async () => {
    await deliver(created, ...reserved.slice(1));
    // The zombie's batch ends with an event that its successor has acknowledged.
    await deliver(...reserved);
    expect((await deliver(...reserved.slice(1))).emit).toEqual([]);
    expect((await deliver(...reserved.slice(0, 1))).emit).toMatchObject([{ type: 'ORDER_PROCESSING' }]);
  });

  it('decides again if another writer was first', async () => {
    await deliver(created, ...reserved.slice(2));
    const load = orders.load.bind(orders);
    orders.load = async (orderId) => {
      orders.load = load;
      const stale = await load(orderId);
      await deliver(...reserved.slice(1, 2));
      return stale;
    };
    expect((await deliver(...reserved.slice(0, 1))).emit).toMatchObject([{ type: 'ORDER_PROCESSING' }]);
  });

  it('fails transiently if other writers are always first', async () => {
    orders.save = async () => undefined;
    await expect(deliver(...reserved)).rejects.toThrow(TransientError);
  });

  it('fails transiently while the lines of a cancelled order are not stored', async () => {
    await deliver(created);
    const load = orders.load.bind(orders);
    orders.load = async (orderId) => {
      const { placed: _, ...record } = (await load(orderId)) ?? emptyRecord(orderId);
      return record;
    };
    await expect(deliver(cancelRequestedEvent(id))).rejects.toThrow('are not stored yet');
  });

  it('completes a join that an earlier release stored without making its step', async () => {
    await deliver(created, ...reserved.slice(1));
    const record = await orders.load(id);
    if (record !== undefined) await orders.save(record, { ...record, reserved: new Set(['A', 'B', 'C']) });
    expect((await deliver(...reserved.slice(0, 1))).emit).toMatchObject([{ type: 'ORDER_PROCESSING' }]);
  });
});
