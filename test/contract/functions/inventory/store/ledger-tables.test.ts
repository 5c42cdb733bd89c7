// Also tests functions/inventory/store
import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyOfOutcome, type LedgerTables, type StockRecord } from '../../../../../functions/inventory/model/ports.ts';
import type { Outcome, Stock } from '../../../../../functions/inventory/model/stock-domain.ts';
import { dynamodbLedgerTables } from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';

const { client, newTable } = dynamodbLocal();

const newTables = async () => {
  const tables = { stock: await newTable('stock'), reservations: await newTable('reservations') };
  return tables;
};

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

  it('store outcomes under their states, idempotently', async () => {
    const owner = 'order';
    const [first, later] = [outcome('KEPT', 1, { owner }), outcome('KEPT', 2, { owner, state: 'COMMITTED' })];
    const tombstone = outcome('OTHER', 1, { owner, state: 'RELEASED', qty: 0, reason: 'PAYMENT_FAILED' });
    for (let time = 1; time <= 2; time += 1) await tables.keep([first, later, tombstone], []);
    const found = await tables.outcomes([
      { sku: 'KEPT', owner },
      { sku: 'KEPT', owner, later: 'COMMITTED' },
      { sku: 'KEPT', owner, later: 'RELEASED' },
      { sku: 'OTHER', owner },
      { sku: 'OTHER', owner, later: 'RELEASED' },
    ]);
    expect(found.toSorted((a, b) => a.sku.localeCompare(b.sku) || a.version - b.version)).toEqual([
      first,
      later,
      tombstone,
    ]);
    expect(await tables.outcomes([])).toEqual([]);
  });

  it('store the last high-water mark of each SKU beside its outcomes', async () => {
    const own = outcome('MARKED', 4);
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

  it('store with a stock that it is outdated, and its number of rebuilds', async () => {
    const outdated = { ...record('OLD', 5), outdatedBy: 9, rebuilds: 1 };
    await tables.replace([{ before: undefined, after: record('OLD', 5) }]);
    expect(await tables.replace([{ before: 5, after: outdated }])).toEqual([]);
    expect(await tables.stocks(['OLD'])).toEqual([outdated]);
  });

  it('exceed the limits of one request', async () => {
    const outcomes = Array.from({ length: 250 }, (_, index) => outcome('MANY', index + 1));
    await tables.keep(outcomes, []);
    expect(await tables.outcomes(outcomes.map(keyOfOutcome))).toHaveLength(250);
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
    expect(requests.map(({ command }) => command)).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand']);
    for (const { input } of requests) expect(input).toContain('"ConsistentRead":true');
  });

  it('need one write unit for a stock with ten outcomes, and one for an outcome', async () => {
    const names = await newTables();
    const tables = dynamodbLedgerTables(client, names);
    const sku = 'DCGS0076-gift_0001_20';
    const log = Array.from({ length: 10 }, (_, index) =>
      outcome(sku, 123_456 + index, { owner: randomUUID(), state: 'COMMITTED', qty: 12, available: 1_234_567 }),
    );
    await tables.replace([{ before: undefined, after: { stock: stock(sku, 123_465, 1_234_567), log } }]);
    await tables.keep(log, []);
    for (const table of [names.stock, names.reservations]) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      expect(Items).not.toEqual([]);
      for (const item of Items) expect(itemSize(JSON.parse(JSON.stringify(marshall(item))))).toBeLessThanOrEqual(1_024);
    }
  });
});
