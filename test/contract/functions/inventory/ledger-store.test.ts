import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reservation, Stock } from '../../../../functions/inventory/domain.ts';
import {
  itemName,
  type LedgerItem,
  type LedgerStore,
  type ReservationReader,
} from '../../../../functions/inventory/ports.ts';
import { dynamodbReservations } from '../../../../functions/inventory/reservations.dynamodb.ts';
import { dynamodbLedger } from '../../../../functions/inventory/stock.dynamodb.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  recordRequests,
  startDynamoDbLocal,
} from '../../../support/dynamodb-local.ts';
import { InMemoryLedger } from '../../../support/fakes/in-memory-ledger.ts';

let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const inMemory = async () => new InMemoryLedger();
const inDynamoDb = async () => {
  const tables = { stock: `stock-${randomUUID()}`, reservations: `reservations-${randomUUID()}` };
  await createTable(client, tables.stock, 'sku');
  await createTable(client, tables.reservations, 'order_id', 'sku');
  return { ...dynamodbLedger(client, tables), ...dynamodbReservations(client, tables.reservations) };
};

const stock = (sku: string, version: number, available = 10): LedgerItem & { stock: Stock } => ({
  stock: { sku, available, reserved: 1, sold: 2, adjusted: 13, version },
});
const reservation = (sku: string, owner: string, state: Reservation['state'] = 'RESERVED'): LedgerItem => ({
  reservation: {
    owner,
    sku,
    qty: 3,
    state,
    outcomes: { RESERVED: { version: 1, available: 10, at: '2026-01-01T00:00:00.000Z' } },
  },
});

const write = (after: LedgerItem, before?: LedgerItem) => ({
  item: itemName('stock' in after ? { sku: after.stock.sku } : after.reservation),
  before,
  after,
});

describe.each<[string, () => Promise<LedgerStore & ReservationReader>]>([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDb],
])('the ledger store %s', (_name, open) => {
  let store: LedgerStore & ReservationReader;
  beforeAll(async () => {
    store = await open();
  });

  it('gives what was written, and leaves out what was not', async () => {
    const [a, b] = [stock('GIVEN', 1), reservation('GIVEN', 'order 1')];
    expect(await store.commit([write(a), write(b)])).toBe('committed');
    const names = [write(a).item, write(b).item];
    const found = await store.load([...names, itemName({ sku: 'NONE' }), itemName({ sku: 'GIVEN', owner: 'order 2' })]);
    expect(found).toEqual(
      new Map([
        [names[0], a],
        [names[1], b],
      ]),
    );
    expect(await store.load([])).toEqual(new Map());
  });

  it('takes a change of what was read', async () => {
    const [before, after] = [stock('CHANGED', 1), stock('CHANGED', 2, 7)];
    const [reserved, committed] = [reservation('CHANGED', 'o'), reservation('CHANGED', 'o', 'COMMITTED')];
    await store.commit([write(before), write(reserved)]);
    expect(await store.commit([write(after, before), write(committed, reserved)])).toBe('committed');
    expect([...(await store.load([write(after).item, write(committed).item])).values()]).toEqual([after, committed]);
  });

  it.each<[string, LedgerItem, LedgerItem, LedgerItem | undefined]>([
    ['a stock that exists, read as absent', stock('C1', 1), stock('C1', 1, 5), undefined],
    ['a stock of another version', stock('C2', 2), stock('C2', 3, 5), stock('C2', 1)],
    [
      'a reservation that exists, read as absent',
      reservation('C3', 'o'),
      reservation('C3', 'o', 'REJECTED'),
      undefined,
    ],
    [
      'a reservation in another state',
      reservation('C4', 'o', 'RELEASED'),
      reservation('C4', 'o', 'COMMITTED'),
      reservation('C4', 'o'),
    ],
  ])('refuses %s, and all that goes with it', async (_case, present, after, before) => {
    await store.commit([write(present)]);
    const companion = stock(`WITH-${'stock' in present ? present.stock.sku : present.reservation.sku}`, 1);
    expect(await store.commit([write(companion), write(after, before)])).toBe('conflict');
    const { item } = write(after);
    expect(await store.load([item, write(companion).item])).toEqual(new Map([[item, present]]));
  });

  it.each<[string, LedgerItem, LedgerItem]>([
    ['stock', stock('GONE', 2), stock('GONE', 1)],
    ['reservation', reservation('GONE', 'o', 'COMMITTED'), reservation('GONE', 'o')],
  ])('refuses to change a %s that is gone', async (_case, after, before) => {
    expect(await store.commit([write(after, before)])).toBe('conflict');
  });

  it('takes the same transaction again as done', async () => {
    const before = stock('AGAIN', 1);
    await store.commit([write(before)]);
    const change = [write(stock('AGAIN', 2), before), write(reservation('AGAIN', 'o'))];
    expect(await store.commit(change)).toBe('committed');
    // DynamoDB knows the request by its token, for ten minutes; a store without tokens calls it a conflict. Both leave one change.
    await store.commit(change);
    expect(await store.load([write(before).item])).toEqual(new Map([[write(before).item, stock('AGAIN', 2)]]));
  });

  it('fills a transaction to its limit, and reads more than one request holds', async () => {
    const items = Array.from({ length: 250 }, (_, index) => write(reservation('MANY', `order ${index}`)));
    for (let start = 0; start < items.length; start += store.transactionLimit) {
      expect(await store.commit(items.slice(start, start + store.transactionLimit))).toBe('committed');
    }
    expect(store.transactionLimit).toBe(100);
    expect((await store.load(items.map(({ item }) => item))).size).toBe(250);
  });

  it('lets one of many that read the same write', async () => {
    const before = stock('RACE', 1);
    await store.commit([write(before)]);
    const race = Array.from({ length: 8 }, (_, index) => store.commit([write(stock('RACE', 2, index), before)]));
    const outcomes = await Promise.all(race);
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    const winner = outcomes.indexOf('committed');
    expect(await store.load([itemName({ sku: 'RACE' })])).toEqual(new Map([['RACE', stock('RACE', 2, winner)]]));
  });

  it('lists every line of an order, by SKU, and of no other', async () => {
    const order = randomUUID();
    // Long SKUs make the answer longer than one page of a query (1 MB).
    const skus = Array.from({ length: 700 }, (_, index) => `S${String(index).padStart(4, '0')}`);
    const at = 'x'.repeat(2_000);
    const lines = skus.map((sku) =>
      write({
        reservation: {
          owner: order,
          sku,
          qty: 3,
          state: 'RESERVED',
          outcomes: { RESERVED: { version: 1, available: 1, at } },
        },
      }),
    );
    await store.commit([write(reservation('S0001', 'another order'))]);
    for (let start = 0; start < lines.length; start += 100) await store.commit(lines.slice(start, start + 100));
    expect(await store.linesOf(order)).toEqual(skus.map((sku) => ({ sku, qty: 3 })));
    expect(await store.linesOf(randomUUID())).toEqual([]);
  });
});

describe('the ledger in DynamoDB', () => {
  it('reads consistently', async () => {
    const store = await inDynamoDb();
    const requests = recordRequests(client);
    await store.load([itemName({ sku: 'A' }), itemName({ sku: 'A', owner: 'order' })]);
    await store.linesOf('order');
    expect(requests.map(({ command }) => command)).toEqual(['BatchGetItemCommand', 'QueryCommand']);
    const reads = requests.flatMap(({ input }) => input.match(/"(TableName|Keys)":/g) ?? []);
    const consistent = requests.flatMap(({ input }) => input.match(/"ConsistentRead":true/g) ?? []);
    expect(consistent).toHaveLength(reads.length);
  });

  it('names a transaction by its content', async () => {
    const store = await inDynamoDb();
    const requests = recordRequests(client);
    for (const version of [1, 1, 2]) await store.commit([write(stock('TOKEN', version))]);
    const tokens = requests.map(({ input }) => /"ClientRequestToken":"(.+?)"/.exec(input)?.[1]);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });
});
