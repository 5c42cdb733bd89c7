// Also tests functions/inventory/store
import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import { logLimits } from '../../../../../functions/inventory/ledger/stock-log.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { keyOfOutcome, type LedgerTables, type StockRecord } from '../../../../../functions/inventory/model/ports.ts';
import type { Outcome, Stock } from '../../../../../functions/inventory/model/stock-domain.ts';
import { dynamodbLedgerTables } from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import { base64Bytes } from '../../../../support/base64-bytes.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const sizeOf = (item: Readonly<Record<string, unknown>>): number =>
  itemSize(JSON.parse(JSON.stringify(marshall(item), base64Bytes)));

const { client, newTable } = dynamodbLocal();

const newTables = async () => {
  const tables = { stock: await newTable('stock'), reservations: await newTable('reservations') };
  return tables;
};

const placedAt = '2026-01-01T00:00:00.000Z';

const stock = (sku: string, version: number, available = 10): Stock => ({
  ...{ sku, available, reserved: 1, sold: 2, adjusted: available + 3, version },
});
const outcome = (sku: string, version: number, more: Partial<Outcome> = {}): Outcome => ({
  ...{ owner: `order ${version}`, sku, state: 'RESERVED', qty: 3, version, available: 10 },
  at: '2026-01-01T00:00:00.007Z',
  ...more,
});
const record = (sku: string, version: number, log: readonly Outcome[] = [outcome(sku, version)]): StockRecord => ({
  stock: stock(sku, version),
  log,
});

describe.each<[string, () => Promise<LedgerTables>]>([
  ['in memory', async () => new InMemoryLedgerTables()],
  ['in DynamoDB', async () => dynamodbLedgerTables(client, await newTables())],
])('the ledger’s tables %s', (_name, open) => {
  let tables: LedgerTables;
  beforeAll(async () => {
    tables = await open();
  });

  it('return existing stocks with their logs, and skip missing ones', async () => {
    const log = [
      outcome('GIVEN', 3, { state: 'RELEASED', reason: 'PAYMENT_FAILED' }),
      outcome('GIVEN', 4, { state: 'ADJUSTED', qty: -7, actor: 'iam:arn:aws:iam::123456789012:user/ada' }),
      outcome('GIVEN', 5),
    ];
    const given = record('GIVEN', 5, log);
    expect(await tables.replace([{ before: undefined, after: given }])).toEqual([]);
    expect(await tables.stocks(['GIVEN', 'NONE'])).toEqual([given]);
    expect(await tables.stocks([])).toEqual([]);
  });

  it('change each stock alone, if it has the version that was read', async () => {
    const present = ['C1', 'C2', 'C3'].map((sku) => record(sku, 2));
    await tables.replace(present.map((after) => ({ before: undefined, after })));
    const refused = await tables.replace([
      { before: 2, after: record('C1', 3) },
      { before: 1, after: record('C2', 3) },
      { before: undefined, after: record('C3', 1) },
      { before: 1, after: record('C4', 2) },
      { before: undefined, after: record('C5', 1) },
    ]);
    expect(refused).toEqual(['C2', 'C3', 'C4']);
    const versions = (await tables.stocks(['C1', 'C2', 'C3', 'C4', 'C5'])).map((found) => found.stock);
    expect(versions.toSorted((a, b) => (a.sku < b.sku ? -1 : 1))).toEqual([
      ...[stock('C1', 3), stock('C2', 2), stock('C3', 2), stock('C5', 1)],
    ]);
  });

  it('store adjustments under their ids, idempotently', async () => {
    const given = outcome('KEPT', 1, {
      owner: 'delivery',
      state: 'ADJUSTED',
      qty: -2,
      reason: 'COUNTED',
      actor: 'ada',
    });
    const refused = outcome('OTHER', 1, { owner: 'theft', state: 'REFUSED' });
    for (let time = 1; time <= 2; time += 1) await tables.keep([given, refused], []);
    const keys = ['KEPT', 'OTHER'].flatMap((sku) => ['delivery', 'theft'].map((owner) => ({ sku, owner })));
    const found = await tables.outcomes(keys);
    expect(found.toSorted((a, b) => a.sku.localeCompare(b.sku))).toEqual([given, refused]);
    expect(await tables.outcomes([])).toEqual([]);
    expect(
      await tables.pagedOutcomes([{ sku: 'KEPT', owners: new Set(['delivery']), placed: { to: placedAt } }]),
    ).toEqual([]);
  });

  it('store outcomes of orders in pages, idempotently, and find those of orders of some time', async () => {
    const order = (minute: number) => ({
      owner: `order ${minute}`,
      orderedAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
    });
    const first = [1, 2, 3].map((version) => outcome('PAGED', version, order(version)));
    // Of a slower writer: another page with outcomes that are kept already.
    const again = first.slice(0, 2);
    const next = [
      outcome('PAGED', 4, { state: 'COMMITTED', ...order(1) }),
      outcome('PAGED', 5, { state: 'RELEASED', qty: 0, reason: 'PAYMENT_FAILED', ...order(30) }),
    ];
    for (const some of [first, again, first, next, next, again]) await tables.keep(some, []);
    const versions = async (...minutes: readonly [number, ...number[]]) => {
      const [from, to] = [Math.min(...minutes), Math.max(...minutes)].map((minute) => order(minute).orderedAt);
      const owners = new Set(minutes.map((minute) => order(minute).owner));
      const placed = { from: from ?? '', to: to ?? '' };
      const found = await tables.pagedOutcomes([{ sku: 'PAGED', owners, placed }]);
      return [...new Set(found.map(({ version }) => version))].sort();
    };
    expect(await versions(1, 3)).toEqual([1, 3, 4]);
    expect(await versions(1)).toEqual([1, 4]);
    expect(await versions(2)).toEqual([2]);
    expect(await versions(1, 2, 3, 30)).toEqual([1, 2, 3, 4, 5]);
    expect(await versions(30)).toEqual([5]);
    expect(await versions(7)).toEqual([]);
    const until = (minute: number) => ({
      ...{ sku: 'PAGED', owners: new Set(['order 30', 'order 7']) },
      placed: { to: order(minute).orderedAt },
    });
    expect(await tables.pagedOutcomes([until(30)])).toEqual([next[1]]);
    expect(await tables.pagedOutcomes([until(0)])).toEqual([]);
    expect(await tables.pagedOutcomes([])).toEqual([]);
  });

  it('store the last high-water mark of each SKU beside its outcomes', async () => {
    const own = outcome('MARKED', 4, { state: 'ADJUSTED' });
    await tables.keep([own], [{ sku: 'MARKED', version: 4 }]);
    await tables.keep(
      [],
      [
        { sku: 'MARKED', version: 9 },
        { sku: 'ALSO', version: 1 },
      ],
    );
    const marks = await tables.highWaterMarks(['MARKED', 'ALSO', 'NEVER']);
    expect(marks.toSorted((a, b) => a.version - b.version)).toEqual([
      { sku: 'ALSO', version: 1 },
      { sku: 'MARKED', version: 9 },
    ]);
    expect(await tables.outcomes([keyOfOutcome(own)])).toEqual([own]);
  });

  it('store with a stock that it is outdated, its number of rebuilds, and until when outcomes left its log', async () => {
    const times = { keptUntil: '2026-01-01T00:00:00.000Z', itemsUntil: '2025-12-31T00:00:00.000Z' };
    const outdated = { ...record('OLD', 5), ...times, outdatedBy: 9, rebuilds: 1 };
    await tables.replace([{ before: undefined, after: record('OLD', 5) }]);
    expect(await tables.replace([{ before: 5, after: outdated }])).toEqual([]);
    expect(await tables.stocks(['OLD'])).toEqual([outdated]);
  });

  it('exceed the limits of one request', async () => {
    const outcomes = Array.from({ length: 250 }, (_, index) => outcome('MANY', index + 1, { orderedAt: placedAt }));
    const adjusted = outcomes.map(({ version }) =>
      outcome('MANY', version, { owner: `delivery ${version}`, state: 'ADJUSTED' }),
    );
    await tables.keep([...outcomes, ...adjusted], []);
    expect(await tables.outcomes(adjusted.map(keyOfOutcome))).toHaveLength(250);
    const owners = new Set(outcomes.map(({ owner }) => owner));
    expect(
      await tables.pagedOutcomes([{ sku: 'MANY', owners, placed: { from: placedAt, to: placedAt } }]),
    ).toHaveLength(250);
    const records = Array.from({ length: 120 }, (_, index) => record(`S${index}`, 1));
    expect(await tables.replace(records.map((after) => ({ before: undefined, after })))).toEqual([]);
    expect(await tables.stocks(records.map((one) => one.stock.sku))).toHaveLength(120);
  });

  it('let one of many readers of a version change it', async () => {
    await tables.replace([{ before: undefined, after: record('RACE', 1) }]);
    const race = Array.from({ length: 8 }, (_, index) => ({
      before: 1,
      after: { ...record('RACE', 2), stock: stock('RACE', 2, index) },
    }));
    const refused = await Promise.all(race.map((change) => tables.replace([change])));
    const winners = refused.flatMap((skus, index) => (skus.length === 0 ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(await tables.stocks(['RACE'])).toMatchObject([{ stock: { available: winners[0] } }]);
  });
});

describe('the ledger’s tables in DynamoDB', () => {
  it('are read consistently', async () => {
    const tables = dynamodbLedgerTables(client, await newTables());
    const requests = recordRequests(client);
    await tables.stocks(['A']);
    await tables.outcomes([{ sku: 'A', owner: 'order' }]);
    await tables.pagedOutcomes([{ sku: 'A', owners: new Set(['order']), placed: { from: placedAt, to: placedAt } }]);
    const batchGet = 'BatchGetItemCommand';
    expect(requests.map(({ command }) => command)).toEqual([batchGet, batchGet, ...Array(4).fill('QueryCommand')]);
    for (const { input } of requests) expect(input).toContain('"ConsistentRead":true');
  });

  it('need one write unit for a stock with a full log, and one for the page that leaves it', async () => {
    const names = await newTables();
    const tables = dynamodbLedgerTables(client, names);
    const sku = 'DCGS0076-gift_0001_20';
    const log = Array.from({ length: logLimits.length }, (_, index) =>
      outcome(sku, 123_456 + index, {
        ...{ owner: randomUUID(), state: 'RELEASED', qty: 12, available: 1_234_567, reason: 'PAYMENT_FAILED' },
        // Hours apart, and after a quarter of an hour.
        at: new Date(Date.UTC(2026, 0, 1) + index * 20_000_000).toISOString(),
        orderedAt: new Date(Date.UTC(2026, 0, 1) + index * 20_000_000 - 900_000).toISOString(),
      }),
    );
    const until = { keptUntil: '2026-01-01T00:00:00.000Z', itemsUntil: '2026-01-01T00:00:00.000Z' };
    await tables.replace([{ before: undefined, after: { stock: stock(sku, 123_485, 1_234_567), log, ...until } }]);
    await tables.keep(log, []);
    for (const table of [names.stock, names.reservations]) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      expect(Items).toHaveLength(1);
      for (const item of Items) expect(sizeOf(item)).toBeLessThanOrEqual(1_024);
    }
  });

  it('keep the item of a SKU in every order far below DynamoDB’s limit, and each page', async () => {
    const names = await newTables();
    const tables = dynamodbLedgerTables(client, names);
    const consume = fold(ledger({ tables, clock: { now: () => new Date() }, pause: async () => undefined }));
    const orders = Array.from({ length: 2_000 }, (_, index) => `order ${index}`);
    const sku = 'S'.repeat(64);
    const reason = '€'.repeat(1_024);
    const given = async (commands: readonly StockCommand[]) => {
      const { failed, rejected } = await consume(delivered('inventory.commands', commands));
      expect([failed, rejected]).toEqual([[], []]);
    };
    await given([adjust('in', sku, 1_000_000_000)]);
    await given(orders.map((order) => lineCommand('RESERVE', order, sku, 1)));
    const records = await client.send(new ScanCommand({ TableName: names.stock }));
    // As many as one commit takes: later batches move them to pages.
    expect(sizeOf(records.Items?.[0] ?? {})).toBeLessThan(400 * 1_024 * 0.15);
    // The longest reasons.
    await given(orders.slice(0, 60).map((order) => ({ ...lineCommand('RELEASE', order, sku, 1), reason })));
    await given(orders.slice(60, 120).map((order) => ({ ...lineCommand('RELEASE', order, sku, 1), reason })));
    const pages = await client.send(new ScanCommand({ TableName: names.reservations }));
    const sizes = (pages.Items ?? []).map(sizeOf);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(400 * 1_024 * 0.2);
  }, 120_000);
});
