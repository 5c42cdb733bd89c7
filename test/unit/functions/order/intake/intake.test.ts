// Also tests functions/order/intake
import { beforeEach, describe, expect, it } from 'vitest';
import { placeOrderRoute } from '../../../../../functions/order/intake/intake.http.ts';
import { placeOrder } from '../../../../../functions/order/intake/intake.ts';
import type { Partitions } from '../../../../../functions/order/intake/writable-id.ts';
import { secondsAfter } from '../../../../../functions/order/model/deadlines-domain.ts';
import { confirmed } from '../../../../../functions/order/model/placed-domain.ts';
import type { HttpResponse } from '../../../../../functions/shared/runtime/http/response.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import type { PlaceOrderRequest } from '../../../../../schemas/generated/types.ts';
import {
  validateOrderAccepted,
  validateOrderCreated,
  validateProblem,
} from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { InMemoryPrices, RecordingOrderEvents } from '../../../../support/fakes/order-ports.ts';
import { httpRequestOf, type TestRequest } from '../../../../support/http-request.ts';

const order: PlaceOrderRequest = {
  user_id: 'user-1',
  email: 'ada@example.com',
  currency: 'GBP',
  items: [
    { sku: '85123A', qty: 2 },
    { sku: '22423', qty: 1 },
  ],
  payment_token: 'tok_approve',
};

describe('POST /orders', () => {
  let orders: InMemoryOrders;
  let prices: InMemoryPrices;
  let events: RecordingOrderEvents;
  let clock: FixedClock;
  let ids: number;
  /** Ten partitions by the last digit of the id; unknown at first. */
  let partitionOf: Partitions['of'];

  beforeEach(() => {
    orders = new InMemoryOrders();
    prices = new InMemoryPrices({
      '85123A': { unit_price: 255, currency: 'GBP' },
      '22423': { unit_price: 1275, currency: 'GBP' },
      YEN: { unit_price: 100, currency: 'JPY' },
      GOLD: { unit_price: Number.MAX_SAFE_INTEGER, currency: 'GBP' },
    });
    events = new RecordingOrderEvents();
    clock = new FixedClock();
    ids = 0;
    partitionOf = () => undefined;
  });

  const post = (body: unknown, { headers, ...rest }: TestRequest = {}): Promise<HttpResponse> => {
    const newId = (): string => `a1b2c3d4-0000-4000-8000-${String(ids++).padStart(12, '0')}`;
    const partitions = { of: (id: string) => partitionOf(id) };
    const place = placeOrder({ sagas: orders, prices, events, partitions, clock, stepSeconds: 120, newId });
    return placeOrderRoute(place)(httpRequestOf({ body, ...rest, ...(headers && { headers }) }));
  };
  const withKey = (key: string, more: TestRequest = {}): TestRequest => ({
    ...more,
    headers: { 'idempotency-key': key },
  });
  /** The first outcome of a line is stored. */
  const begin = async ({ body }: HttpResponse) => {
    const record = await orders.load(JSON.parse(body).order_id);
    if (record !== undefined) await orders.save(record, confirmed({ ...record, reserved: new Set(['22423']) }));
  };
  const problemOf = ({ statusCode, headers, body }: HttpResponse) => {
    expect(headers['content-type']).toBe('application/problem+json');
    const problem = JSON.parse(body);
    expect(validateProblem(problem)).toBeNull();
    expect(problem.status).toBe(statusCode);
    return problem;
  };
  const pointersOf = (response: HttpResponse): readonly string[] =>
    problemOf(response).errors.map(({ pointer }: { pointer: string }) => pointer);

  it('replies 201 with the catalogue’s price after publishing ORDER_CREATED', async () => {
    const { statusCode, headers, body } = await post(order);
    const answer = JSON.parse(body);
    expect(statusCode).toBe(201);
    expect(validateOrderAccepted(answer)).toBeNull();
    expect(answer).toMatchObject({ status: 'CREATED', amount: 1785, currency: 'GBP' });
    expect(headers).toMatchObject({ location: `/v1/orders/${answer.order_id}`, 'content-type': 'application/json' });
    expect(headers).not.toHaveProperty('idempotent-replayed');
    expect(events.published.map((event) => validateOrderCreated(event))).toEqual([null]);
    expect(events.published).toMatchObject([{ order_id: answer.order_id, amount: 1785, trace_id: expect.any(String) }]);
  });

  it('merges items of one SKU into one line', async () => {
    await post({
      ...order,
      items: [
        { sku: '22423', qty: 1 },
        { sku: '85123A', qty: 1 },
        { sku: '22423', qty: 4 },
      ],
    });
    expect(events.published[0]).toMatchObject({
      line_items: [
        { sku: '22423', qty: 5, unit_price: 1275 },
        { sku: '85123A', qty: 1, unit_price: 255 },
      ],
    });
  });

  it('places two orders for two requests without a key', async () => {
    await post(order);
    await post(order);
    expect(new Set(events.published.map(({ order_id }) => order_id)).size).toBe(2);
  });

  describe('with unwritable partitions', () => {
    const digit = (id: string) => Number(id.at(-1));
    const writableFrom = (first: number) => (id: string) => ({ partition: digit(id), writable: digit(id) >= first });
    const publishedIds = () => events.published.map(({ order_id }) => digit(order_id));

    it('chooses an id with a writable partition', async () => {
      partitionOf = writableFrom(7);
      expect((await post(order)).statusCode).toBe(201);
      expect(publishedIds()).toEqual([7]);
    });

    it('lets Kafka decide after its limit of ids', async () => {
      partitionOf = writableFrom(10);
      expect((await post(order)).statusCode).toBe(201);
      expect(ids).toBe(17);
    });

    it('tries another partition when one refuses, and places one order', async () => {
      // The first two partitions refuse all ids, whatever the producer knew of them.
      partitionOf = (id) => ({ partition: Math.floor(digit(id) / 2), writable: true });
      const outcomes = ['refused', 'refused'] as const;
      const publish = events.publish.bind(events);
      events.publish = async (event) => {
        events.outcome = outcomes[events.published.length] ?? 'acknowledged';
        return publish(event);
      };
      const { statusCode, body } = await post(order);
      expect(statusCode).toBe(201);
      expect(publishedIds()).toEqual([0, 2, 4]);
      expect(JSON.parse(body).order_id).toBe(events.published[2]?.order_id);
    });

    it('replies 503 after its limit of attempts, without an order id', async () => {
      events.outcome = 'refused';
      expect(problemOf(await post(order))).not.toHaveProperty('order_id');
      expect(new Set(publishedIds()).size).toBe(5);
    });

    it('stops retrying at the deadline', async () => {
      let left = 29_000;
      events.outcome = 'refused';
      const publish = events.publish.bind(events);
      events.publish = async (event) => {
        left -= 6_000;
        return publish(event);
      };
      expect((await post(order, { remainingMs: () => left })).statusCode).toBe(503);
      expect(events.published).toHaveLength(2);
    });

    it('never retries an order whose write may have been applied: the sweep publishes it', async () => {
      orders.create = () => Promise.reject(new TransientError('DynamoDB: timeout'));
      expect(problemOf(await post(order))).toMatchObject({ status: 504, order_id: expect.any(String) });
      expect(problemOf(await post(order, withKey('k')))).toMatchObject({ status: 504, order_id: expect.any(String) });
      expect(events.published).toEqual([]);
    });

    it('never takes another id while the sweep may publish the refused order', async () => {
      events.outcome = 'refused';
      orders.save = () => Promise.reject(new TransientError('DynamoDB: timeout'));
      expect(problemOf(await post(order))).toMatchObject({ status: 504, order_id: events.published[0]?.order_id });
      expect(events.published).toHaveLength(1);
    });

    it('leaves refused orders to expire: the sweep does not publish them', async () => {
      events.outcome = 'refused';
      await post(order);
      expect(await orders.before('9', 10)).toEqual([]);
    });

    it('never retries an unknown outcome', async () => {
      events.outcome = 'unknown';
      expect(problemOf(await post(order))).toMatchObject({ status: 504, order_id: events.published[0]?.order_id });
      expect(events.published).toHaveLength(1);
    });

    it('keeps the id that the key determines', async () => {
      partitionOf = writableFrom(10);
      events.outcome = 'refused';
      expect((await post(order, withKey('k'))).statusCode).toBe(503);
      expect(new Set(events.published.map((event) => JSON.stringify(event))).size).toBe(1);
      expect(ids).toBe(0);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('replays the answer with a header, and publishes nothing once the saga has begun', async () => {
      const first = await post(order, withKey('k'));
      await begin(first);
      const second = await post(order, withKey('k'));
      const { counts, ...reply } = first;
      expect(counts).toEqual({ OrdersAccepted: 1 });
      expect(second).toEqual({ ...reply, headers: { ...first.headers, 'idempotent-replayed': 'true' } });
      expect(events.published).toHaveLength(1);
    });

    it('re-emits the same bytes until the saga has begun, and accepts one order', async () => {
      const first = await post(order, withKey('k'));
      clock.advance(3_600_000);
      const second = await post(order, withKey('k'));
      expect(second.body).toBe(first.body);
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect(JSON.stringify(events.published[1])).toBe(JSON.stringify(events.published[0]));
    });

    it('re-emits the stored order after a change of prices', async () => {
      const first = await post({ ...order, expected_total: 1785 }, withKey('k'));
      prices.set('22423', { unit_price: 1, currency: 'GBP' });
      const second = await post({ ...order, expected_total: 1785 }, withKey('k'));
      expect(second.body).toBe(first.body);
    });

    it('refuses the key with another order, before and after its saga has begun', async () => {
      const first = await post(order, withKey('k'));
      const other = { ...order, items: [{ sku: '22423', qty: 9 }] };
      expect(problemOf(await post(other, withKey('k')))).toMatchObject({
        status: 422,
        type: expect.stringMatching(/\/idempotency-key-reused$/),
      });
      await begin(first);
      expect(problemOf(await post(other, withKey('k')))).toMatchObject({ status: 422 });
      expect(events.published).toHaveLength(1);
    });

    it('places two orders for two clients with one key', async () => {
      await post(order, withKey('k', { client: 'key:one' }));
      await post(order, withKey('k', { client: 'key:two' }));
      expect(new Set(events.published.map(({ order_id }) => order_id)).size).toBe(2);
    });

    it('answers a repetition while the first request is in flight, as the same order', async () => {
      const outcome = Promise.withResolvers<'acknowledged'>();
      const publish = events.publish.bind(events);
      events.publish = async (event) => {
        events.publish = publish;
        await publish(event);
        return outcome.promise;
      };
      const first = post(order, withKey('k'));
      const second = await post(order, withKey('k'));
      outcome.resolve('acknowledged');
      expect([second.statusCode, second.body]).toEqual([201, (await first).body]);
      expect(new Set(events.published.map((event) => JSON.stringify(event))).size).toBe(1);
    });

    it('is due for the sweep from its first answer on, until Kafka refuses it', async () => {
      const due = async () => orders.before(secondsAfter(clock.now().toISOString(), 121), 10);
      events.outcome = 'refused';
      await post(order, withKey('k'));
      expect(await due()).toEqual([]);
      events.outcome = 'acknowledged';
      const { order_id } = JSON.parse((await post(order, withKey('k'))).body);
      expect(await due()).toEqual([order_id]);
    });

    it('is not withdrawn by a refused request that another one overtook', async () => {
      const outcome = Promise.withResolvers<'refused'>();
      const publish = events.publish.bind(events);
      events.publish = () => outcome.promise;
      const first = post(order, withKey('k'));
      await new Promise((resolve) => setImmediate(resolve));
      events.publish = publish;
      const { order_id } = JSON.parse((await post(order, withKey('k'))).body);
      events.publish = async () => 'refused';
      outcome.resolve('refused');
      expect(problemOf(await first)).toMatchObject({ status: 504, order_id });
      expect((await orders.load(order_id))?.due).toBeDefined();
    });

    it('accepts a refused request at its repetition, as the same order', async () => {
      events.outcome = 'refused';
      const refused = await post(order, withKey('k'));
      expect(problemOf(refused)).toMatchObject({ status: 503 });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      events.outcome = 'acknowledged';
      expect((await post(order, withKey('k'))).statusCode).toBe(201);
      expect(new Set(events.published.map(({ order_id }) => order_id)).size).toBe(1);
    });

    it('returns the id of an order with an unknown outcome, and accepts its repetition', async () => {
      events.outcome = 'unknown';
      const { order_id, ...problem } = problemOf(await post(order, withKey('k')));
      expect(problem).toMatchObject({ status: 504, type: expect.stringMatching(/\/outcome-unknown$/) });
      events.outcome = 'acknowledged';
      expect(JSON.parse((await post(order, withKey('k'))).body).order_id).toBe(order_id);
    });

    it.each(['', 'x'.repeat(256), 'tab\there', 'ünïcode'])('refuses the key %j', async (key) => {
      expect(problemOf(await post(order, withKey(key)))).toMatchObject({ status: 400 });
    });
  });

  it('lists every invalid field, by JSON Pointer', async () => {
    const wrong = {
      user_id: '',
      items: [{ sku: '22423', qty: 0 }, { sku: '22423' }, { sku: '22423', qty: 1, price: 1 }],
      payment_token: 'tok approve',
      'a/b': 1,
    };
    const response = await post(wrong);
    expect(response.statusCode).toBe(422);
    expect([...new Set(pointersOf(response))].sort()).toEqual([
      '/a~1b',
      '/currency',
      '/items/0/qty',
      '/items/1/qty',
      '/items/2/price',
      '/payment_token',
      '/user_id',
    ]);
    expect(events.published).toEqual([]);
  });

  it('lists every item with an unknown SKU or another currency', async () => {
    const items = [
      { sku: 'NONE', qty: 1 },
      { sku: '22423', qty: 1 },
      { sku: 'YEN', qty: 1 },
      { sku: 'NONE', qty: 2 },
    ];
    const response = await post({ ...order, items });
    expect(response.statusCode).toBe(422);
    expect([...pointersOf(response)].sort()).toEqual(['/items/0/sku', '/items/2/sku', '/items/3/sku']);
  });

  it('refuses a total other than the expected one', async () => {
    expect(pointersOf(await post({ ...order, expected_total: 1784 }))).toEqual(['/expected_total']);
    expect((await post({ ...order, expected_total: 1785 })).statusCode).toBe(201);
  });

  it('refuses a quantity that only the merged line exceeds, and a total beyond safe integers', async () => {
    const half = { sku: '22423', qty: 600_000 };
    expect(pointersOf(await post({ ...order, items: [half, half] }))).toEqual(['/items/0/qty', '/items/1/qty']);
    expect(pointersOf(await post({ ...order, items: [{ sku: 'GOLD', qty: 2 }] }))).toEqual(['/items']);
  });

  it('accepts 2,000 items and refuses one more with 413', async () => {
    const items = (count: number) => Array.from({ length: count }, () => ({ sku: '22423', qty: 1 }));
    expect((await post({ ...order, items: items(2_000) })).statusCode).toBe(201);
    expect(problemOf(await post({ ...order, items: items(2_001) }))).toMatchObject({ status: 413 });
  });

  it.each([
    ['no JSON', '{"user_id"', 400],
    ['nothing', '', 400],
    ['too much', `"${'x'.repeat(256 * 1024)}"`, 413],
    ['no object', '[]', 422],
  ])('answers a body that is %s', async (_, body, status) => {
    expect(problemOf(await post(body))).toMatchObject({ status });
  });

  it('refuses another type than JSON', async () => {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    expect(problemOf(await post(order, { headers }))).toMatchObject({ status: 415 });
    expect((await post(order, { headers: { 'content-type': 'application/json; charset=utf-8' } })).statusCode).toBe(
      201,
    );
  });
});
