import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { setPrices } from '../../bin/client/prices.ts';
import { scanAll } from '../../bin/client/scan-all.ts';
import { setStock } from '../../bin/client/stock.ts';
import { readMoney, readStock } from '../../bin/demo/evidence.ts';
import type {
  Adjust,
  AnalyticsHealth,
  Order,
  OrderAccepted,
  OrderRequestAccepted,
  OrderStatus,
  OrderTimeline,
  Problem,
} from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';
import { deadLetters } from '../support/dead-letters.ts';
import { eventually } from '../support/eventually.ts';
import { type OrdersPlatform, ordersPlatform } from '../support/orders-platform.ts';

let test: OrdersPlatform;

/** LocalStack's free edition requires no signature, and its API Gateway words its own refusals as it likes. */
const asOnAws = it.skipIf(inject('platform') !== undefined);

const lantern = 'e2e-lantern';
const cakestand = 'e2e-cakestand';
const rare = 'e2e-rare';
const waitMs = 120_000;

beforeAll(async () => {
  test = await ordersPlatform();
  await setPrices(test.connection, [
    { sku: lantern, name: 'LANTERN', unitPrice: 339, currency: 'GBP' },
    { sku: cakestand, name: 'CAKESTAND', unitPrice: 1275, currency: 'GBP' },
    { sku: rare, name: 'RARE', unitPrice: 100, currency: 'GBP' },
  ]);
  await setStock(
    test.connection,
    new Map([
      [lantern, 100],
      [cakestand, 100],
      [rare, 1],
    ]),
  );
});
afterAll(() => test?.stop());

interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

const call = async <T>(
  path: string,
  init: RequestInit & { readonly headers?: Record<string, string> } = {},
): Promise<Answer<T>> => {
  const response = await fetch(new URL(path, test.connection.state.apiUrl), {
    ...init,
    headers: { 'x-api-key': test.connection.state.apiKey, 'content-type': 'application/json', ...init.headers },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
};

const order = (items: readonly { readonly sku: string; readonly qty: number }[], token = 'tok_approve') => ({
  user_id: 'ada',
  currency: 'GBP',
  items,
  payment_token: token,
});

const place = <T = OrderAccepted>(body: unknown, headers: Record<string, string> = {}) =>
  call<T>('orders', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });

const statusOf = async (id: string) => (await call<OrderStatus>(`orders/${id}/status?wait=1`)).body;

const reaches = (id: string, state: OrderStatus['status']) =>
  eventually(
    `order ${id} ${state}`,
    async () => {
      const status = await statusOf(id);
      return status.status === state && status;
    },
    waitMs,
  );

const chargesOf = async (id: string) =>
  (await readMoney(test.connection)).charges.filter(({ orderId }) => orderId === id);
const refundsOf = async (id: string) =>
  (await readMoney(test.connection)).refunds.filter(({ orderId }) => orderId === id);

const operator = async <T>(method: 'GET' | 'POST', path: string, body?: unknown) => {
  const answer = await test.connection.operator.send(method, path, body);
  return { status: answer.status, body: answer.body as T };
};

const stockOf = async (sku: string) => {
  const level = (await readStock(test.connection)).find((each) => each.sku === sku);
  return level && { available: level.available, reserved: level.reserved, sold: level.sold };
};

describe('an order', () => {
  it('goes from POST to PAID: its stock sold, its card charged once', async () => {
    const { status, headers, body } = await place(
      order([
        { sku: lantern, qty: 2 },
        { sku: cakestand, qty: 1 },
      ]),
    );
    expect(status).toBe(201);
    expect(headers.get('location')).toContain(`orders/${body.order_id}`);
    expect(body).toMatchObject({ status: 'CREATED', amount: 2 * 339 + 1275, currency: 'GBP' });

    const { timestamps } = await reaches(body.order_id, 'PAID');
    const times = [timestamps.CREATED, timestamps.PROCESSING, timestamps.PAID].map((at) => Date.parse(at ?? ''));
    expect(times).toEqual(times.toSorted((a, b) => a - b));

    await eventually('its stock sold', async () => (await stockOf(cakestand))?.sold === 1, waitMs);
    expect(await stockOf(cakestand)).toEqual({ available: 99, reserved: 0, sold: 1 });
    expect(await chargesOf(body.order_id)).toEqual([{ orderId: body.order_id, amount: 1953 }]);

    const details = await call<Order>(`orders/${body.order_id}`);
    expect(details.status).toBe(200);
    expect(details.body).toMatchObject({
      status: 'PAID',
      line_items: [
        { sku: lantern, qty: 2, unit_price: 339 },
        { sku: cakestand, qty: 1, unit_price: 1275 },
      ],
      payment: { state: 'PAID' },
    });
  });

  it('is one order, however often it is sent with its key', async () => {
    const key = { 'idempotency-key': uuidv4() };
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await place(order([{ sku: lantern, qty: 1 }]), key));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true', 'true']);

    const other = await place<Problem>(order([{ sku: lantern, qty: 2 }]), key);
    expect(other.status).toBe(422);
    expect(other.headers.get('content-type')).toContain('application/problem+json');

    const id = answers[0]?.body.order_id ?? '';
    await reaches(id, 'PAID');
    expect(await chargesOf(id)).toHaveLength(1);
  });

  it('sent by eight callers at once with one key is accepted once, and each gets its answer', async () => {
    const key = { 'idempotency-key': uuidv4() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => place(order([{ sku: lantern, qty: 1 }]), key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('is cancelled when a line is out of stock, and what it held is released', async () => {
    const before = await stockOf(cakestand);
    const { body } = await place(
      order([
        { sku: cakestand, qty: 3 },
        { sku: rare, qty: 2 },
      ]),
    );
    const { reason } = await reaches(body.order_id, 'CANCELLED');
    expect(reason).toContain('OUT_OF_STOCK');
    expect(reason).toContain(rare);
    await eventually('its lines released', async () => (await stockOf(cakestand))?.reserved === 0, waitMs);
    expect(await stockOf(cakestand)).toEqual(before);
    expect(await stockOf(rare)).toEqual({ available: 1, reserved: 0, sold: 0 });
    expect(await chargesOf(body.order_id)).toEqual([]);
  });

  it('ends as PAYMENT_FAILED when the card is declined, and what it held is released', async () => {
    const { body } = await place(order([{ sku: cakestand, qty: 5 }], 'tok_decline'));
    await reaches(body.order_id, 'PAYMENT_FAILED');
    await eventually('its lines released', async () => (await stockOf(cakestand))?.reserved === 0, waitMs);
    expect(await chargesOf(body.order_id)).toEqual([]);
  });
});

describe('a paid order', () => {
  const paid = async (body: object = order([{ sku: lantern, qty: 1 }])): Promise<string> => {
    const { body: accepted } = await place(body);
    await reaches(accepted.order_id, 'PAID');
    return accepted.order_id;
  };

  it('is cancelled on request, its money given back and its stock sold back', async () => {
    const id = await paid(order([{ sku: cakestand, qty: 2 }]));
    await eventually('its stock sold', async () => (await stockOf(cakestand))?.reserved === 0, waitMs);
    const before = await stockOf(cakestand);
    const answer = await call<OrderRequestAccepted>(`orders/${id}/cancel`, {
      method: 'POST',
      body: JSON.stringify({ reason: 'CHANGED_MIND' }),
    });
    expect(answer).toMatchObject({ status: 202, body: { order_id: id, requested: 'CANCEL' } });
    expect(await reaches(id, 'CANCELLED')).toMatchObject({ reason: 'CHANGED_MIND' });
    await eventually('its money given back', async () => (await refundsOf(id)).length > 0, waitMs);
    expect(await refundsOf(id)).toEqual(await chargesOf(id));
    await eventually(
      'its stock sold back',
      async () => (await stockOf(cakestand))?.sold === (before?.sold ?? 0) - 2,
      waitMs,
    );
    expect(await stockOf(cakestand)).toEqual({
      available: (before?.available ?? 0) + 2,
      reserved: 0,
      sold: (before?.sold ?? 0) - 2,
    });
    const refunded = async () => (await call<Order>(`orders/${id}`)).body.payment?.state === 'REFUNDED';
    await eventually('the order shows the refund', refunded, waitMs);
  });

  it('is shipped and completed by an operator, and then past cancelling', async () => {
    const id = await paid();
    const shipment = { carrier: 'An Post', tracking_number: 'RR123456785IE' };
    expect((await operator('POST', `admin/orders/${id}/ship`, shipment)).status).toBe(202);
    await reaches(id, 'SHIPPED');
    expect((await call<Order>(`orders/${id}`)).body).toMatchObject({ shipment });
    const late = await call<Problem>(`orders/${id}/cancel`, { method: 'POST', body: '{}' });
    expect(late).toMatchObject({ status: 409, body: { type: expect.stringContaining('state-conflict') } });
    expect((await operator('POST', `admin/orders/${id}/complete`)).status).toBe(202);
    await reaches(id, 'COMPLETED');
  });

  it('has a timeline of everything that happened to it, where and when', async () => {
    const id = await paid();
    const timeline = await eventually(
      'the timeline whole',
      async () => {
        const { status, body } = await operator<OrderTimeline>('GET', `admin/orders/${id}/timeline`);
        // The auditors consume four topics: a later fact may be recorded first.
        return status === 200 && body.steps.length >= 5 && body;
      },
      waitMs,
    );
    expect(timeline.verified).toBe(true);
    expect(timeline.steps.map(({ event }) => event)).toEqual([
      'ORDER_CREATED',
      'STOCK_RESERVED',
      'ORDER_PROCESSING',
      'ORDER_PAID',
      'STOCK_COMMITTED',
    ]);
    expect(new Set(timeline.steps.map(({ trace_id }) => trace_id)).size).toBe(1);
    expect(timeline.steps[0]).toMatchObject({ topic: 'orders.created', offset: expect.any(Number) });
  });

  it('notifies its customer by mail, once a fact', async () => {
    const id = await paid({ ...order([{ sku: lantern, qty: 1 }]), email: 'ada@customers.example' });
    const mails = async () =>
      (await scanAll<{ order_id?: string; template: string }>(test.connection.dynamodb, test.connection.tables.mailbox))
        .filter(({ order_id }) => order_id === id)
        .map(({ template }) => template);
    await eventually('both mails', async () => (await mails()).length >= 2, waitMs);
    expect((await mails()).sort()).toEqual(['order-paid', 'order-received']);
  });
});

describe('an operator', () => {
  asOnAws.each(['admin/orders/stuck', 'admin/analytics', `admin/inventory/${lantern}`, 'admin/dead-letters'])(
    'requires a signature at %s',
    async (path) => {
      const { status, headers } = await call<Problem>(path);
      expect(status).toBe(401);
      expect(headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('adjusts stock and reads it', async () => {
    const before = (await stockOf(lantern))?.available ?? 0;
    expect((await operator('POST', `admin/inventory/${lantern}/adjust`, { qty: 7 })).status).toBe(202);
    await eventually('the stock adjusted', async () => (await stockOf(lantern))?.available === before + 7, waitMs);
    expect(await operator('GET', `admin/inventory/${lantern}`)).toMatchObject({
      status: 200,
      body: { sku: lantern, available: before + 7 },
    });
  });

  describe('with dead letters', () => {
    const topic = 'inventory.commands';
    const { lettersOf, replay, send } = deadLetters(() => test.connection, topic);

    it('sees why a record was dead-lettered, and replays it', async () => {
      const key = `e2e-poison-${uuidv4()}`;
      await send(topic, { key, value: 'not JSON' });
      const [letter] = await lettersOf(key, 1);
      expect(letter).toMatchObject({
        ...{ given_up_by: 'function', attempts: 1, consumer_group: 'inventory-ledger.commands', replayable: true },
        cause: expect.stringContaining('not JSON'),
      });
      const { status, body } = await replay(letter);
      expect(status).toBe(202);
      expect(body.replayed[0]?.written_to).toEqual([letter?.source?.partition]);

      const [again] = await lettersOf(key, 2);
      expect(again?.source?.partition).toBe(letter?.source?.partition);
      expect(again?.source?.offset).toBeGreaterThan(letter?.source?.offset ?? Number.POSITIVE_INFINITY);
    });

    it('has what failed for a reason that is gone done once, however often it is written back', async () => {
      const sku = `e2e-${uuidv4()}`;
      const [id, correlation] = [uuidv4(), uuidv4()];
      const adjust: Adjust = {
        ...{ type: 'ADJUST', event_id: uuidv4(), timestamp: new Date().toISOString(), sku, reservation_id: id, qty: 7 },
        metadata: metadataOf('ADJUST', { correlation_id: correlation, source: 'e2e' }),
        trace_id: correlation.replaceAll('-', ''),
      };
      const headers = {
        ...{ 'dlq-cause': 'the table was away', 'dlq-attempts': '1', 'dlq-source-topic': topic },
        ...{ 'dlq-partition': '0', 'dlq-offset': '0' },
      };
      await send(`${topic}.dlq`, { key: sku, value: JSON.stringify(adjust), headers });
      const [letter] = await lettersOf(sku, 1);
      expect(letter).toMatchObject({ cause: 'the table was away', event_type: 'ADJUST', event_id: adjust.event_id });
      for (const again of [false, true]) expect((await replay(letter, again)).body.replayed).toHaveLength(1);
      expect((await replay(letter)).body).toMatchObject({ replayed: [], skipped: [{ offset: letter?.offset }] });

      // Behind both in the same partition: once it is done, so are they.
      await operator('POST', `admin/inventory/${sku}/adjust`, { qty: 1 });
      await eventually('the stock adjusted', async () => ((await stockOf(sku))?.available ?? 0) > 7, waitMs);
      expect(await stockOf(sku)).toMatchObject({ available: 8 });
    });
  });

  it('sees no order stuck, and the views up to date', async () => {
    expect(await operator('GET', 'admin/orders/stuck')).toMatchObject({ status: 200, body: { orders: [] } });
    const complete = async () => (await operator<AnalyticsHealth>('GET', 'admin/analytics/health')).body.complete;
    await eventually('every accepted order accounted for', complete, waitMs);
  });
});

describe('a refused request', () => {
  it('has every wrong field listed by pointer: 422', async () => {
    const { status, headers, body } = await place<Problem>({
      user_id: '',
      currency: 'gbp',
      items: [{ sku: lantern, qty: 0 }],
      price: 1,
    });
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    const pointers = (body.errors ?? []).map(({ pointer }) => pointer);
    for (const pointer of ['/user_id', '/currency', '/items/0/qty', '/price', '/payment_token']) {
      expect(pointers).toContain(pointer);
    }
  });

  it.each([
    ['is not JSON', '{', 400],
    ['names an unknown SKU', JSON.stringify(order([{ sku: 'no-such-sku', qty: 1 }])), 422],
    ['expects another total', JSON.stringify({ ...order([{ sku: lantern, qty: 1 }]), expected_total: 1 }), 422],
    ['is too large', JSON.stringify({ ...order([{ sku: lantern, qty: 1 }]), user_id: 'x'.repeat(300_000) }), 413],
    [
      'has too many lines',
      JSON.stringify(order(Array.from({ length: 2001 }, (_, n) => ({ sku: `s${n}`, qty: 1 })))),
      413,
    ],
  ])('that %s is refused with its problem', async (_, body, expected) => {
    const answer = await place<Problem>(body);
    expect(answer.status).toBe(expected);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status: expected });
    expect(answer.body.type).toBeTruthy();
  });

  asOnAws('without an API key, or for an unknown order, is a problem document too', async () => {
    const without = await call<Problem>('orders', { method: 'POST', body: '{}', headers: { 'x-api-key': '' } });
    expect(without.status).toBe(403);
    expect(without.headers.get('content-type')).toContain('application/problem+json');
    const unknown = await call<Problem>(`orders/${uuidv4()}/status`);
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('content-type')).toContain('application/problem+json');
  });
});

it('GET /health answers without a key, and checks dependencies on request', async () => {
  const shallow = await call('health', { headers: { 'x-api-key': '' } });
  expect(shallow.status).toBe(200);
  const deep = await call('health?deep=1', { headers: { 'x-api-key': '' } });
  expect(deep.status).toBe(200);
});
