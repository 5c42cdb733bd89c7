// Also tests functions/order/requests
import { beforeEach, describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { cancelRoute, completeRoute, shipRoute } from '../../../../../functions/order/requests/requests.http.ts';
import { requestOfOrder } from '../../../../../functions/order/requests/requests.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import {
  validateEvent,
  validateOrderRequestAccepted,
  validateProblem,
} from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { RecordingOrderEvents } from '../../../../support/fakes/order-ports.ts';
import { httpRequestOf, type TestRequest } from '../../../../support/http-request.ts';
import {
  cancelRequestedEvent,
  completeRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../../support/order-events.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;
const toProcessing = [createdEvent(order), ...order.line_items.map(({ sku }) => reservedEvent(id, sku))];
/** An outcome of a line shows that the order was published. */
const toConfirmed = toProcessing.slice(0, 2);
const routes = { cancel: cancelRoute, ship: shipRoute, complete: completeRoute };

describe('a request for an order', () => {
  let orders: InMemoryOrders;
  let events: RecordingOrderEvents;
  let clock: FixedClock;

  beforeEach(async () => {
    [orders, events, clock] = [new InMemoryOrders(), new RecordingOrderEvents(), new FixedClock()];
    await orders.place(order);
  });
  const deliver = (...delivered: readonly SagaEvent[]) =>
    orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(id, delivered);
  const ask = async (what: keyof typeof routes, request: TestRequest = {}) => {
    const route = routes[what](requestOfOrder({ sagas: orders, events, clock }));
    const response = await route(httpRequestOf({ parameters: { id }, body: '', ...request }));
    const body = JSON.parse(response.body);
    expect((response.statusCode < 400 ? validateOrderRequestAccepted : validateProblem)(body)).toBeNull();
    return { ...response, body };
  };
  const operator: TestRequest = { client: 'iam:arn:aws:iam::000000000000:user/operator' };

  it('replies 202 after publishing the request in the order’s partition', async () => {
    await deliver(...toConfirmed);
    const { statusCode, body } = await ask('cancel', { body: { reason: 'CHANGED_MIND' } });
    expect({ statusCode, body }).toEqual({
      statusCode: 202,
      body: { order_id: id, requested: 'CANCEL', status: 'CREATED' },
    });
    expect(events.published).toMatchObject([
      { type: 'ORDER_CANCEL_REQUESTED', order_id: id, reason: 'CHANGED_MIND', metadata: { actor: 'key:test' } },
    ]);
    expect(events.published[0]).toMatchObject({ trace_id: order.trace_id, timestamp: '2026-11-22T06:00:00.000Z' });
    expect(events.published.map((event) => validateEvent.ORDER_CANCEL_REQUESTED(event))).toEqual([null]);
  });

  it('re-emits the first request, byte for byte, when it is repeated before the saga decides', async () => {
    await deliver(...toConfirmed);
    await ask('cancel', { body: { reason: 'CHANGED_MIND' } });
    clock.advance(60_000);
    expect((await ask('cancel', { body: { reason: 'OTHER' } })).statusCode).toBe(202);
    const [first, second] = events.published.map((event) => JSON.stringify(event));
    expect(second).toBe(first);
  });

  it('identifies a client by its full name, and truncates the name in events', async () => {
    const client = `user:${'s'.repeat(255)}`;
    const own = { ...order, order_id: 'a1b2c3d4-0000-5000-8000-000000000007', client };
    await orders.place(own);
    expect((await ask('cancel', { client, parameters: { id: own.order_id } })).statusCode).toBe(202);
    expect(events.published.slice(1).map((event) => validateEvent.ORDER_CANCEL_REQUESTED(event))).toEqual([null]);
    const other = await ask('cancel', { client: `${client.slice(0, 256)}other`, parameters: { id: own.order_id } });
    expect(other.statusCode).toBe(404);
  });

  it('accepts a cancel of an order that the saga has not consumed yet', async () => {
    expect((await ask('cancel')).statusCode).toBe(202);
  });

  it('lets an operator ship and complete any order', async () => {
    await deliver(...toProcessing);
    await deliver(paidEvent(order));
    const shipment = { carrier: 'DHL', tracking_number: 'JD1' };
    expect((await ask('ship', { ...operator, body: shipment })).body).toMatchObject({ requested: 'SHIP' });
    expect(events.published.map((event) => validateEvent.ORDER_SHIP_REQUESTED(event))).toEqual([null]);
    expect(events.published).toMatchObject([{ shipment, metadata: { actor: operator.client } }]);
    await deliver(shipRequestedEvent(id, shipment));
    expect((await ask('complete', operator)).body).toMatchObject({ requested: 'COMPLETE', status: 'SHIPPED' });
    expect(validateEvent.ORDER_COMPLETE_REQUESTED(events.published[1])).toBeNull();
  });

  it('ships without a shipment if the request has none', async () => {
    await deliver(...toProcessing);
    await deliver(paidEvent(order));
    await ask('ship', { ...operator, body: {} });
    expect(events.published[0]).not.toHaveProperty('shipment');
  });

  it('replies 404 for an order of another client, an unknown one, and an invalid id', async () => {
    const unknown = { id: 'a1b2c3d4-0000-5000-8000-00000000ffff' };
    expect((await ask('cancel', { client: 'key:other' })).statusCode).toBe(404);
    expect((await ask('cancel', { parameters: unknown })).statusCode).toBe(404);
    expect((await ask('ship', { ...operator, parameters: unknown })).statusCode).toBe(404);
    expect((await ask('cancel', { parameters: { id: 'ORDER' } })).statusCode).toBe(404);
    expect(events.published).toEqual([]);
    expect(orders.writes).toBe(0);
  });

  it('replies 409 with the state if the state does not allow the request', async () => {
    await deliver(...toConfirmed);
    expect((await ask('ship', operator)).body).toMatchObject({
      type: expect.stringMatching(/\/state-conflict$/),
      status: 409,
    });
    await deliver(...toProcessing);
    await deliver(paidEvent(order), shipRequestedEvent(id));
    expect((await ask('cancel')).body).toMatchObject({ status: 409, detail: 'The order is SHIPPED' });
    await deliver(completeRequestedEvent(id));
    expect((await ask('complete', operator)).statusCode).toBe(409);
    expect(events.published).toEqual([]);
  });

  it('publishes a provisional order before its cancel, byte for byte, and the cancel only then', async () => {
    events.outcome = 'unknown';
    expect((await ask('cancel')).statusCode).toBe(504);
    expect(JSON.stringify(events.published)).toBe(JSON.stringify([createdEvent(order)]));
    events.outcome = 'refused';
    expect((await ask('cancel')).statusCode).toBe(503);
    events.outcome = 'acknowledged';
    expect((await ask('cancel')).statusCode).toBe(202);
    expect(events.published.slice(2).map(({ type }) => type)).toEqual(['ORDER_CREATED', 'ORDER_CANCEL_REQUESTED']);
  });

  it('replies 409 to a cancel after the saga’s decision', async () => {
    await deliver(createdEvent(order), cancelRequestedEvent(id));
    expect((await ask('cancel')).body).toMatchObject({ detail: 'The order is CANCELLED' });
  });

  it('repeats the first answer to a repeated cancel, also after the saga’s decision', async () => {
    await deliver(...toConfirmed);
    const first = await ask('cancel', { body: { reason: 'CHANGED_MIND' } });
    await deliver(cancelRequestedEvent(id));
    expect(await ask('cancel', { body: { reason: 'CHANGED_MIND' } })).toEqual(first);
    expect(first).toMatchObject({ statusCode: 202, body: { status: 'CREATED' } });
    // No request is left for the saga.
    expect(events.published).toHaveLength(1);
    expect((await ask('cancel', { client: 'key:other' })).statusCode).toBe(404);
  });

  it('repeats the first answer to the same shipment and completion, and replies 409 to another shipment', async () => {
    await deliver(...toProcessing);
    await deliver(paidEvent(order));
    const shipment = { carrier: 'DHL', tracking_number: 'JD1' };
    const shipped = await ask('ship', { ...operator, body: shipment });
    await deliver(shipRequestedEvent(id, shipment));
    expect(await ask('ship', { ...operator, body: shipment })).toEqual(shipped);
    expect(await ask('ship', operator)).toEqual(shipped);
    expect((await ask('ship', { ...operator, body: { ...shipment, tracking_number: 'JD2' } })).statusCode).toBe(409);
    const completed = await ask('complete', operator);
    await deliver(completeRequestedEvent(id));
    expect(await ask('complete', operator)).toEqual(completed);
    expect(await ask('ship', { ...operator, body: shipment })).toEqual(shipped);
  });

  it('replies 409 to a cancel that had no effect', async () => {
    await deliver(...toProcessing);
    await deliver(paidEvent(order));
    events.outcome = 'refused';
    expect((await ask('cancel')).statusCode).toBe(503);
    await deliver(shipRequestedEvent(id));
    expect((await ask('cancel')).body).toMatchObject({ status: 409, detail: 'The order is SHIPPED' });
  });

  it.each([
    ['no JSON', '{', 400],
    ['an unknown field', { why: 'x' }, 422],
    ['a reason that is none', { reason: '' }, 422],
    ['a reason in words of its own', { reason: 'changed my mind' }, 422],
    ['a note of two lines', { reason: 'OTHER', note: 'one\ntwo' }, 422],
    ['a note beyond measure', { note: 'x'.repeat(501) }, 422],
  ])('refuses a body with %s', async (_, body, status) => {
    expect((await ask('cancel', { body })).statusCode).toBe(status);
  });

  it.each([
    [{ reason: 'DELIVERY_TOO_LATE' }, 'DELIVERY_TOO_LATE'],
    [{ reason: 'OTHER', note: 'moves house: Ulm' }, 'OTHER: moves house: Ulm'],
    [{ note: 'x'.repeat(500) }, `OTHER: ${'x'.repeat(500)}`],
    [{}, undefined],
  ])('writes %j down as a code and the client’s words', async (body, reason) => {
    await deliver(...toConfirmed);
    expect((await ask('cancel', { body })).statusCode).toBe(202);
    expect(events.published).toMatchObject([reason === undefined ? {} : { reason }]);
    expect(events.published.map((event) => validateEvent.ORDER_CANCEL_REQUESTED(event))).toEqual([null]);
  });

  it('refuses an invalid shipment', async () => {
    expect((await ask('ship', { ...operator, body: { carrier: 7 } })).body.errors).toMatchObject([
      { pointer: '/carrier' },
    ]);
  });

  it('replies 503 if Kafka refuses the event, and 504 if its outcome is unknown', async () => {
    events.outcome = 'refused';
    const refused = await ask('cancel');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
    events.outcome = 'unknown';
    expect((await ask('cancel')).body).toMatchObject({ status: 504, order_id: id });
  });

  it('stores the request before publishing it', async () => {
    events.publish = async (event) => {
      expect((await orders.load(id))?.requests.CANCEL?.at).toBe(event.timestamp);
      return 'acknowledged';
    };
    expect((await ask('cancel')).statusCode).toBe(202);
  });
});
