// Also tests functions/order/status
import { beforeEach, describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { orderRoute, orderStatusRoute } from '../../../../../functions/order/status/status.http.ts';
import { validateOrder, validateOrderStatus } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { httpRequestOf, type TestRequest } from '../../../../support/http-request.ts';
import {
  cancelRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  refundedEvent,
  rejectedEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../../support/order-events.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;
const reserved = order.line_items.map(({ sku }) => reservedEvent(id, sku));

describe('reading an order', () => {
  let orders: InMemoryOrders;
  let clock: FixedClock;

  beforeEach(async () => {
    [orders, clock] = [new InMemoryOrders(), new FixedClock()];
    await orders.place(order);
  });
  const deliver = (...events: readonly SagaEvent[]) =>
    orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(id, events);
  const ask = async (route: typeof orderRoute, request: TestRequest = {}) => {
    const { statusCode, headers, body } = await route({ sagas: orders })(
      httpRequestOf({ parameters: { id }, ...request }),
    );
    return { statusCode, headers, body: JSON.parse(body) };
  };
  const waiting = (seconds: string): TestRequest => ({ query: { wait: seconds } });

  it('is CREATED, provisionally, until the first outcome of a line', async () => {
    const { statusCode, body } = await ask(orderStatusRoute);
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      order_id: id,
      status: 'CREATED',
      timestamps: { CREATED: order.created_at },
      provisional: true,
    });
    expect(validateOrderStatus(body)).toBeNull();
    await deliver(...reserved.slice(0, 1));
    expect((await ask(orderStatusRoute)).body).not.toHaveProperty('provisional');
  });

  it('has its lines, its states with their times, and its payment', async () => {
    await deliver(createdEvent(order), ...reserved);
    clock.advance(500);
    await deliver(paidEvent(order));
    const { body } = await ask(orderRoute);
    expect(validateOrder(body)).toBeNull();
    expect(body).toMatchObject({
      status: 'PAID',
      line_items: order.line_items,
      payment: { state: 'PAID', payment_id: paidEvent(order).payment_id },
      timestamps: {
        CREATED: order.created_at,
        PROCESSING: '2026-11-22T06:00:00.000Z',
        PAID: '2026-11-22T06:00:00.500Z',
      },
    });
    expect(body).not.toHaveProperty('payment_token');
  });

  it('has its shipment', async () => {
    const shipment = { carrier: 'DHL' };
    await deliver(createdEvent(order), ...reserved);
    await deliver(paidEvent(order), shipRequestedEvent(id, shipment));
    const { body } = await ask(orderRoute);
    expect(validateOrder(body)).toBeNull();
    expect(body).toMatchObject({ status: 'SHIPPED', shipment });
  });

  it('includes its refund', async () => {
    await deliver(createdEvent(order), ...reserved);
    await deliver(paidEvent(order), cancelRequestedEvent(id), refundedEvent(order));
    const { body } = await ask(orderRoute);
    expect(validateOrder(body)).toBeNull();
    const { processed_at } = refundedEvent(order);
    expect(body).toMatchObject({ status: 'CANCELLED', payment: { state: 'REFUNDED', refunded_at: processed_at } });
  });

  it('includes the reason of its cancel', async () => {
    await deliver(createdEvent(order), rejectedEvent(id, 'B'));
    expect((await ask(orderStatusRoute)).body).toMatchObject({ status: 'CANCELLED', reason: 'OUT_OF_STOCK: B' });
  });

  it.each([
    ['an order of another client', { client: 'key:other' }],
    ['an unknown order', { parameters: { id: 'a1b2c3d4-0000-5000-8000-00000000ffff' } }],
    ['what is no order id', { parameters: { id: 'ORDER' } }],
  ])('answers 404 for %s', async (_, request) => {
    expect((await ask(orderStatusRoute, request)).statusCode).toBe(404);
    expect((await ask(orderRoute, request)).statusCode).toBe(404);
  });

  it('redirects a wait with 307 to the waiting route, with the current state', async () => {
    await deliver(createdEvent(order), ...reserved);
    const { statusCode, headers, body } = await ask(orderStatusRoute, waiting('20'));
    expect([statusCode, headers['location']]).toEqual([307, '/v1/orders/next?after=PROCESSING&wait=20']);
    expect(validateOrderStatus(body)).toBeNull();
    expect(body.status).toBe('PROCESSING');
  });

  it('replies at once in a terminal state, or without wait', async () => {
    await deliver(createdEvent(order));
    expect((await ask(orderStatusRoute, waiting('0'))).statusCode).toBe(200);
    await deliver(rejectedEvent(id, 'A'));
    expect((await ask(orderStatusRoute, waiting('20'))).statusCode).toBe(200);
  });

  it.each(['21', '-1', '1.5', 'soon', ''])('refuses to wait %j', async (wait) => {
    expect((await ask(orderStatusRoute, waiting(wait))).statusCode).toBe(400);
  });
});
