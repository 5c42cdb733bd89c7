import { beforeEach, describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { nextStatusRoute } from '../../../../../functions/order/wait/wait.http.ts';
import { validateOrderStatus } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { InMemoryWaitSlots } from '../../../../support/fakes/in-memory-wait-slots.ts';
import { httpRequestOf, type TestRequest } from '../../../../support/http-request.ts';
import { createdEvent, orderOf, paidEvent, rejectedEvent, reservedEvent } from '../../../../support/order-events.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;
const reserved = order.line_items.map(({ sku }) => reservedEvent(id, sku));

describe('waiting for an order', () => {
  let orders: InMemoryOrders;
  let clock: FixedClock;
  let slots: InMemoryWaitSlots;
  /** Changes meanwhile, by the number of the poll. */
  let meanwhile: Map<number, () => Promise<unknown>>;
  let looks: number;

  beforeEach(async () => {
    [orders, clock] = [new InMemoryOrders(), new FixedClock()];
    [slots, meanwhile, looks] = [new InMemoryWaitSlots(2), new Map(), 0];
    await orders.place(order);
  });
  const deliver = (...events: readonly SagaEvent[]) =>
    orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(id, events);
  const pause = async (ms: number): Promise<void> => {
    clock.advance(ms);
    looks += 1;
    await meanwhile.get(looks)?.();
  };
  const ask = async (query: Readonly<Record<string, string>> = {}, request: TestRequest = {}) => {
    const route = nextStatusRoute({ sagas: orders, slots, clock, pause });
    const { statusCode, headers, body } = await route(httpRequestOf({ parameters: { id }, query, ...request }));
    return { statusCode, headers, body: JSON.parse(body) };
  };

  it('ends with the next change', async () => {
    await deliver(createdEvent(order), ...reserved);
    meanwhile.set(4, () => deliver(paidEvent(order)));
    const { body } = await ask({ wait: '20' });
    expect(validateOrderStatus(body)).toBeNull();
    expect([body.status, looks]).toEqual(['PAID', 4]);
  });

  it('ends at once if the order has changed since the client saw it', async () => {
    await deliver(createdEvent(order), ...reserved);
    expect((await ask({ after: 'CREATED' })).body.status).toBe('PROCESSING');
    expect(looks).toBe(0);
  });

  it('ends after its time, 20 seconds by default', async () => {
    await deliver(createdEvent(order));
    const started = clock.now().getTime();
    expect((await ask({ wait: '2' })).body.status).toBe('CREATED');
    expect(clock.now().getTime() - started).toBe(2_000);
    await ask();
    expect(clock.now().getTime() - started).toBe(22_000);
  });

  it('ends before the invocation does', async () => {
    await deliver(createdEvent(order));
    const started = clock.now().getTime();
    await ask({}, { remainingMs: () => 5_000 });
    expect(clock.now().getTime() - started).toBe(4_000);
  });

  it('does not begin in a terminal state, and takes no slot', async () => {
    await deliver(createdEvent(order), rejectedEvent(id, 'A'));
    expect((await ask()).body.status).toBe('CANCELLED');
    expect([looks, slots.taken.size]).toEqual([0, 0]);
  });

  it('is refused with 429 at the client’s limit, but not for another client', async () => {
    const other = { ...order, order_id: 'a1b2c3d4-0000-5000-8000-000000000009', client: 'key:other' };
    await orders.place(other);
    await slots.take(order.client);
    await slots.take(order.client);
    const refused = await ask();
    expect(refused).toMatchObject({ statusCode: 429, headers: { 'retry-after': '1' }, body: { status: 429 } });
    expect(looks).toBe(0);
    const own = { client: other.client, parameters: { id: other.order_id } };
    expect((await ask({ wait: '1' }, own)).statusCode).toBe(200);
  });

  it('releases its slot, also on failure', async () => {
    await deliver(createdEvent(order));
    meanwhile.set(1, () => Promise.reject(new Error('no table')));
    await expect(ask()).rejects.toThrow('no table');
    await ask({ wait: '1' });
    expect(slots.taken.get(order.client)).toBe(0);
  });

  it.each([
    ['an order of another client', { client: 'key:other' }],
    ['an unknown order', { parameters: { id: 'a1b2c3d4-0000-5000-8000-00000000ffff' } }],
    ['what is no order id', { parameters: { id: 'ORDER' } }],
  ])('answers 404 for %s, and takes no slot', async (_, request) => {
    expect((await ask({}, request)).statusCode).toBe(404);
    expect(slots.taken.size).toBe(0);
  });

  it.each([{ wait: '21' }, { wait: 'soon' }, { after: 'SOON' }, { after: '' }])('refuses %j', async (query) => {
    expect((await ask(query)).statusCode).toBe(400);
  });
});
