// Also tests functions/order/admin
import { beforeEach, describe, expect, it } from 'vitest';
import { adminHttpRoutes } from '../../../../../functions/order/admin/admin.http.ts';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { kafkaOrderEvents } from '../../../../../functions/order/store/events.kafka.ts';
import { pendingEventValidators } from '../../../../../functions/order/store/pending.events.ts';
import { sweep } from '../../../../../functions/order/sweep/sweep.ts';
import type { KafkaProducer } from '../../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { OutgoingRecord } from '../../../../../functions/shared/runtime/kafka/outgoing-record.ts';
import {
  validateOrderRequestAccepted,
  validateProblem,
  validateStuckOrders,
} from '../../../../../schemas/generated/validators.js';
import { routes as declared, type Route } from '../../../../../schemas/routes.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { RecordingOrderEvents } from '../../../../support/fakes/order-ports.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { httpRequestOf, type TestRequest } from '../../../../support/http-request.ts';
import {
  cancelRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../../support/order-events.ts';

const numbered = (n: number) => orderOf(['A', 'B'], `a1b2c3d4-0000-5000-8000-00000000000${n}`);
const order = numbered(1);
const id = order.order_id;
const reservedOf = (orderId: string) => order.line_items.map(({ sku }) => reservedEvent(orderId, sku));
const minute = 60_000;

describe('the operators’ routes for orders', () => {
  let orders: InMemoryOrders;
  let events: RecordingOrderEvents;
  let clock: FixedClock;

  beforeEach(async () => {
    [orders, events, clock] = [new InMemoryOrders(), new RecordingOrderEvents(), new FixedClock()];
    for (const one of [1, 2, 3, 4].map(numbered)) await orders.place(one);
  });
  const deliver = (...delivered: readonly SagaEvent[]) =>
    orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(delivered[0]?.order_id ?? '', delivered);
  const ask = async (route: string, request: TestRequest = {}) => {
    const answer = adminHttpRoutes({ sagas: orders, due: orders, events, clock, stepSeconds: 120 })[route];
    const client = 'iam:arn:aws:iam::000000000000:user/operator';
    const response = await answer?.(httpRequestOf({ client, parameters: { id }, body: '', ...request }));
    return { statusCode: response?.statusCode, body: JSON.parse(response?.body ?? '') };
  };
  const stuck = (limit?: string) => ask('GET /admin/orders/stuck', limit === undefined ? {} : { query: { limit } });
  const repair = (request?: TestRequest) => ask('POST /admin/orders/{id}/repair', request);

  it('are the routes of the contract', () => {
    const ofContract = Object.values<Route>(declared).filter((route) => route.function === 'order/admin');
    const routes = adminHttpRoutes({ sagas: orders, due: orders, events, clock, stepSeconds: 120 });
    expect(Object.keys(routes).sort()).toEqual(ofContract.map(({ method, path }) => `${method} ${path}`).sort());
  });

  describe('GET /admin/orders/stuck', () => {
    it('lists stuck orders, the longest waiting first, with the event that each waits for', async () => {
      await deliver(createdEvent(numbered(1)), ...reservedOf(numbered(1).order_id));
      clock.advance(1_000);
      await deliver(createdEvent(numbered(2)));
      await deliver(...reservedOf(numbered(3).order_id).slice(1));
      clock.advance(2 * minute);
      await deliver(createdEvent(numbered(4)), ...reservedOf(numbered(4).order_id));
      clock.advance(1);
      const { statusCode, body } = await stuck();
      expect(statusCode).toBe(200);
      expect(validateStuckOrders(body)).toBeNull();
      const named = { since: order.created_at, due_at: '2026-11-22T06:02:00.000Z', attempts: 0 };
      expect(body).toEqual({
        orders: [
          { ...named, order_id: id, status: 'PROCESSING', waiting_for: 'ORDER_PAID' },
          { ...named, order_id: numbered(2).order_id, status: 'CREATED', waiting_for: 'ORDER_CREATED' },
          { ...named, order_id: numbered(3).order_id, status: 'CREATED', waiting_for: 'STOCK_RESERVED' },
        ],
        more: false,
      });
    });

    it('lists repaired orders that still wait for their next turn', async () => {
      for (const other of [2, 3, 4].map(numbered)) orders.expire(other.order_id);
      await deliver(createdEvent(order));
      clock.advance(2 * minute + 1);
      const deadlines = { stepSeconds: 120, sagaSeconds: 900 };
      const ports = { sagas: orders, due: orders, lag: { greatest: async () => 0 }, clock, deadlines, mostPerRun: 600 };
      await sweep(ports)({ events: new RecordingEvents(), deadline: { remainingMs: () => minute } });
      expect((await stuck()).body.orders).toMatchObject([{ order_id: id, attempts: 1 }]);
    });

    it('returns at most the limit, and whether there are more', async () => {
      for (const one of [1, 2, 3].map(numbered)) await deliver(createdEvent(one));
      clock.advance(2 * minute + 1);
      const { body } = await stuck('2');
      expect([body.orders.length, body.more]).toEqual([2, true]);
      expect((await stuck('4')).body.more).toBe(false);
    });

    it.each(['0', '201', '-1', '1.5', 'all', ''])('refuses the limit %j', async (limit) => {
      const { statusCode, body } = await stuck(limit);
      expect(statusCode).toBe(400);
      expect(validateProblem(body)).toBeNull();
    });
  });

  describe('POST /admin/orders/{id}/repair', () => {
    it('re-emits the pending event, byte for byte', async () => {
      const { emit } = await deliver(createdEvent(order), ...reservedOf(id));
      const { statusCode, body } = await repair();
      expect([statusCode, body]).toEqual([202, { order_id: id, requested: 'REPAIR', status: 'PROCESSING' }]);
      expect(validateOrderRequestAccepted(body)).toBeNull();
      expect(JSON.stringify(events.published)).toBe(JSON.stringify(emit));
    });

    it('re-emits ORDER_CREATED to a saga that has not consumed it', async () => {
      expect((await repair()).statusCode).toBe(202);
      expect(JSON.stringify(events.published)).toBe(JSON.stringify([createdEvent(order)]));
    });

    it('re-emits ORDER_SHIPPED', async () => {
      await deliver(createdEvent(order), ...reservedOf(id));
      const { emit } = await deliver(paidEvent(order), shipRequestedEvent(id));
      await repair();
      expect(JSON.stringify(events.published)).toBe(JSON.stringify(emit));
    });

    it('re-emits ORDER_CANCELLED for a failed refund', async () => {
      await deliver(createdEvent(order), ...reservedOf(id));
      await deliver(paidEvent(order));
      const { emit } = await deliver(cancelRequestedEvent(id));
      expect((await repair()).statusCode).toBe(202);
      expect(JSON.stringify(events.published)).toBe(JSON.stringify(emit));
      expect(events.published).toMatchObject([{ type: 'ORDER_CANCELLED', was_processing: true }]);
    });

    it('may emit ORDER_CANCELLED: the function has its validator', async () => {
      await deliver(createdEvent(order), ...reservedOf(id));
      await deliver(paidEvent(order));
      await deliver(cancelRequestedEvent(id));
      const sent: OutgoingRecord[] = [];
      const producer: KafkaProducer = {
        send: async (records) => void sent.push(...records),
        partitionOf: () => undefined,
        disconnect: async () => undefined,
      };
      const ports = { sagas: orders, due: orders, clock, stepSeconds: 120 };
      const routes = adminHttpRoutes({ ...ports, events: kafkaOrderEvents(producer, pendingEventValidators) });
      const client = 'iam:arn:aws:iam::000000000000:user/operator';
      const request = httpRequestOf({ client, parameters: { id }, body: '' });
      expect((await routes['POST /admin/orders/{id}/repair']?.(request))?.statusCode).toBe(202);
      expect(sent).toMatchObject([{ topic: 'orders.created', key: id }]);
    });

    it('replies 409 if no event is pending: the order is finished, or waits for an operator', async () => {
      await deliver(createdEvent(order), ...reservedOf(id));
      await deliver(paidEvent(order));
      expect((await repair()).body).toMatchObject({ status: 409, detail: 'The order is PAID' });
      const other = numbered(2);
      await deliver(createdEvent(other), ...reservedOf(other.order_id));
      await deliver(paymentFailedEvent(other));
      expect((await repair({ parameters: { id: other.order_id } })).statusCode).toBe(409);
      expect(events.published).toEqual([]);
    });

    it('replies 404 for an unknown order, 503 and 504 by Kafka’s outcome', async () => {
      expect((await repair({ parameters: { id: numbered(9).order_id } })).statusCode).toBe(404);
      expect((await repair({ parameters: { id: 'x' } })).statusCode).toBe(404);
      events.outcome = 'refused';
      expect((await repair()).statusCode).toBe(503);
      events.outcome = 'unknown';
      expect((await repair()).body).toMatchObject({ status: 504, order_id: id });
    });
  });
});
