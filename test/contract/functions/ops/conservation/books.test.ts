import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { conservationRoutes } from '../../../../../functions/ops/conservation/conservation.routes.ts';
import { dynamodbGatewayBook } from '../../../../../functions/ops/conservation/gateway-book.dynamodb.ts';
import { dynamodbOrderBook } from '../../../../../functions/ops/conservation/order-book.dynamodb.ts';
import { dynamodbPaymentBook } from '../../../../../functions/ops/conservation/payment-book.dynamodb.ts';
import { dynamodbStatementProgress } from '../../../../../functions/ops/conservation/statement-progress.dynamodb.ts';
import { dynamodbStockBook } from '../../../../../functions/ops/conservation/stock-book.dynamodb.ts';
import { decide } from '../../../../../functions/order/model/decide-domain.ts';
import { newOrder } from '../../../../../functions/order/model/placed-domain.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { simulatedGateway } from '../../../../../functions/payment/gateway/simulated/gateway.simulated.ts';
import { dynamodbComparisons } from '../../../../../functions/payment/store/comparisons.dynamodb.ts';
import { paymentId, refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { movedShard } from '../../../../../schemas/due-index.ts';
import { gatewayLedgerAttributes, ops } from '../../../../../schemas/functions/ops.ts';
import { validateLedgerPage } from '../../../../../schemas/generated/validators.js';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const { client, newClient, newTable } = dynamodbLocal('payments', 'gateway', 'statements', 'stock');

const idOf = (n: number) => `a1b2c3d4-0000-5000-8000-${String(n).padStart(12, '0')}`;
const now = '2026-11-22T06:00:01.000Z';
const dueAt = '2026-11-22T06:02:01.000Z';

/** Orders as the services write them: one just placed, one with its line reserved, one paid. */
const ordersTable = async () => {
  const table = await newTable('orders');
  const sagas = dynamoSagas(client, table, new FixedClock());
  for (const n of [1, 2, 3]) {
    const placed = orderOf(['85123A', '22423'], idOf(n));
    await sagas.create(newOrder(placed, dueAt));
    const events = [
      createdEvent(placed),
      ...placed.line_items.map(({ sku }) => reservedEvent(idOf(n), sku)),
      ...(n === 3 ? [paidEvent(placed)] : []),
    ];
    if (n === 1) continue;
    const read = await sagas.load(idOf(n));
    const { record } = decide(read, events, { now, dueAt });
    await sagas.save(read, record ?? expect.fail('no record'));
  }
  return table;
};

const allPages = async <T>(page: (from: string | undefined) => Promise<{ entries: readonly T[]; next?: string }>) => {
  const entries: T[] = [];
  let [from, pages] = [undefined as string | undefined, 0];
  do {
    const found = await page(from);
    entries.push(...found.entries);
    from = found.next;
    pages += 1;
  } while (from !== undefined);
  return { entries, pages };
};

describe('the orders', () => {
  const units = new Map([
    ['85123A', 1],
    ['22423', 1],
  ]);
  const entryOf = (n: number) => ({ orderId: idOf(n), amount: 200, currency: 'GBP', units });

  it('are listed page by page, as the services write them', async () => {
    const book = dynamodbOrderBook(client, await ordersTable());
    const { entries, pages } = await allPages((from) => book.page(from, 1));
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(entries.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))).toEqual([
      { ...entryOf(1), status: 'CREATED', since: expect.any(Number), provisional: true },
      { ...entryOf(2), status: 'PROCESSING', since: Date.parse(now), provisional: false },
      { ...entryOf(3), status: 'PAID', since: Date.parse(now), provisional: false },
    ]);
  });

  it('are found by their ids', async () => {
    const book = dynamodbOrderBook(client, await ordersTable());
    expect(await book.find([idOf(3), idOf(9)])).toMatchObject([{ orderId: idOf(3), status: 'PAID' }]);
  });

  it('of release 0.3 have their saga in a row of its own', async () => {
    const table = await newTable('orders');
    const order = { order_id: idOf(1), amount: 100, currency: 'GBP' };
    const saga = { ...order, part: 'SAGA', status: 'CANCELLED', reached_CANCELLED: { at: now, cause: 'x' } };
    for (const Item of [{ ...order, part: 'ORDER', lines: '85123A 2 50' }, saga])
      await client.send(new PutCommand({ TableName: table, Item }));
    const expected = {
      ...{ orderId: idOf(1), status: 'CANCELLED', since: Date.parse(now), provisional: false },
      ...{ amount: 100, currency: 'GBP', units: new Map([['85123A', 2]]) },
    };
    const book = dynamodbOrderBook(client, table);
    expect((await allPages((from) => book.page(from, 1))).entries).toEqual([expected]);
    expect(await book.find([idOf(1)])).toEqual([expected]);
  });
});

it('payments are due only if the schedule takes them up, not if they are indexed by the hour of their money', async () => {
  const put = (n: number, given: object) =>
    client.send(new PutCommand({ TableName: 'payments', Item: { order_id: idOf(n), amount: 200, ...given } }));
  await put(1, { state: 'UNKNOWN', due_at: dueAt, due_shard: '3' });
  await put(2, { state: 'PAID', due_at: now, due_shard: movedShard('2026-11-22T06', '3') });
  expect(await dynamodbPaymentBook(client, 'payments').of([idOf(1), idOf(2), idOf(3)])).toEqual(
    new Map([
      [idOf(1), { state: 'UNKNOWN', amount: 200, due: true }],
      [idOf(2), { state: 'PAID', amount: 200, due: false }],
    ]),
  );
});

it('the gateway shows the money that it moved for an order, also under a key that it had forgotten', async () => {
  const clock = new FixedClock();
  const gateway = simulatedGateway(client, 'gateway', { clock, timeoutMs: 10, wait: async () => undefined });
  const chargeOf = (n: number, token: string) => ({
    ...{ idempotencyKey: paymentId(idOf(n)), orderId: idOf(n), amount: 200, currency: 'GBP', aged: false, token },
  });
  await gateway.charge(chargeOf(1, 'tok_approve'));
  await gateway.charge(chargeOf(2, 'tok_decline'));
  await gateway.refund({ idempotencyKey: refundId(idOf(1)), charge: chargeOf(1, 'tok_approve') });
  const moved = { amount: 200, currency: 'GBP' };
  const book = dynamodbGatewayBook(client, 'gateway');
  const movementsOf = async (n: number) =>
    ((await book.of([idOf(1), idOf(2)])).get(idOf(n)) ?? []).map(({ kind, amount, currency }) => ({
      ...{ kind, amount, currency },
    }));
  expect(await movementsOf(1)).toEqual([
    { kind: 'charge', ...moved },
    { kind: 'refund', ...moved },
  ]);
  expect(await movementsOf(2)).toEqual([]);
  clock.advance(25 * 3_600_000);
  await gateway.charge(chargeOf(1, 'tok_approve'));
  expect((await movementsOf(1)).filter(({ kind }) => kind === 'charge')).toHaveLength(2);
});

it('stocks are listed page by page', async () => {
  const stock = { available: 5, reserved: 2, sold: 3, adjusted: 10, version: 9 };
  for (const sku of ['A', 'B', 'C'])
    await client.send(new PutCommand({ TableName: 'stock', Item: { sku, ...stock, log: new Uint8Array([1]) } }));
  const book = dynamodbStockBook(client, 'stock');
  const { entries } = await allPages((from) => book.page(from, 1));
  expect(entries.toSorted((a, b) => (a.sku < b.sku ? -1 : 1))).toEqual(
    ['A', 'B', 'C'].map((sku) => ({ sku, ...stock })),
  );
});

it('the progress of the comparison is that of the gateway', async () => {
  const progress = (gateway: string) => dynamodbStatementProgress(client, 'statements', gateway).comparedUntil();
  expect(await progress('simulated')).toBeUndefined();
  await dynamodbComparisons(client, 'statements', 'simulated').advance(undefined, now);
  expect([await progress('simulated'), await progress('stripe')]).toEqual([now, undefined]);
});

describe('GET /admin/ledger', () => {
  const { environment } = ops['ops/conservation'];
  const granted: Readonly<Record<string, readonly string[] | undefined>> = {
    payments: environment.PAYMENTS_TABLE.attributes,
    stock: environment.STOCK_TABLE.attributes,
    gateway: gatewayLedgerAttributes,
  };

  it('answers for both books, and names in every request the attributes that IAM grants, and no other', async () => {
    const ORDERS_TABLE = await ordersTable();
    const requested: (readonly [table: string, attributes: readonly string[]])[] = [];
    const observed = newClient();
    observed.middlewareStack.add((next) => async (args) => {
      const { TableName, RequestItems, ...one } = args.input as unknown as Record<string, never>;
      const requests = RequestItems === undefined ? [[TableName, one]] : Object.entries<object>(RequestItems);
      for (const [table, { ExpressionAttributeNames = {} }] of requests as [
        string,
        { ExpressionAttributeNames?: object },
      ][])
        requested.push([table, Object.values<string>(ExpressionAttributeNames as Record<string, string>)]);
      return next(args);
    });
    const routes = conservationRoutes({
      client: observed,
      clock: new FixedClock(),
      environment: {
        ...{ ORDERS_TABLE, PAYMENTS_TABLE: 'payments', STOCK_TABLE: 'stock', STATEMENTS_TABLE: 'statements' },
        ...{ PAYMENT_GATEWAY: 'simulated', GATEWAY_LEDGER: 'gateway', STEP_DEADLINE_SECONDS: '120' },
      },
    });
    for (const book of ['orders', 'stocks']) {
      const response = await routes['GET /admin/ledger']?.(httpRequestOf({ query: { book } }));
      expect(response?.statusCode).toBe(200);
      expect(validateLedgerPage(JSON.parse(response?.body ?? ''))).toBeNull();
    }
    const ofTables = requested.filter(([table]) => table !== 'statements');
    expect(new Set(ofTables.map(([table]) => table))).toEqual(new Set([ORDERS_TABLE, 'payments', 'gateway', 'stock']));
    for (const [table, attributes] of ofTables) {
      const allowed = table === ORDERS_TABLE ? environment.ORDERS_TABLE.attributes : granted[table];
      expect(attributes.length).toBeGreaterThan(0);
      expect(attributes.filter((name) => !allowed?.includes(name))).toEqual([]);
    }
  });
});
