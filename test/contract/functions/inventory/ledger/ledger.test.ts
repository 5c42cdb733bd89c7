import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import {
  dynamodbLedgerTables,
  type LedgerTableNames,
} from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };
const { client, newTable } = dynamodbLocal();
let tables: LedgerTableNames;
const pause = async () => undefined;
beforeEach(async () => {
  tables = { stock: await newTable('stock'), reservations: await newTable('reservations') };
});

const noStock = { available: 0, reserved: 0, sold: 0, adjusted: 0, version: 1 };

/** The commands as one batch to one function; each of several has a client and memory of its own. */
const given = (commands: readonly StockCommand[]) =>
  fold(ledger({ tables: dynamodbLedgerTables(client, tables), clock, pause }))(
    delivered('inventory.commands', commands),
  );

const stockItems = async () =>
  (await client.send(new ScanCommand({ TableName: tables.stock, ConsistentRead: true }))).Items ?? [];

describe('the stock ledger on DynamoDB', () => {
  it('processes an order of 674 lines and one SKU of 300 orders, and repeats their answers at redelivery', async () => {
    const large = Array.from({ length: 674 }, (_, index) => lineCommand('RESERVE', 'large', `S${index}`, 1));
    const hot = Array.from({ length: 300 }, (_, index) => lineCommand('RESERVE', `order ${index}`, 'HOT', 1));
    const batch = [adjust('in', 'HOT', 299), ...large, ...hot];
    const first = await given(batch);
    expect(first).toMatchObject({ failed: [], rejected: [] });
    expect(first.emit.map((event) => Reflect.get(event, 'state'))).toEqual([
      'ADJUSTED',
      ...large.map(() => 'REJECTED'),
      ...Array.from({ length: 299 }, () => 'RESERVED'),
      'REJECTED',
    ]);
    const stock = await stockItems();
    expect(stock.find(({ sku }) => sku === 'HOT')).toMatchObject({
      ...{ sku: 'HOT', available: 0, reserved: 299, sold: 0, adjusted: 299, version: 301 },
    });
    expect(JSON.stringify((await given(batch.toReversed())).emit.toReversed())).toBe(JSON.stringify(first.emit));
    expect(await stockItems()).toEqual(stock);
  });

  it('reaches one result with any number of writers of one partition', async () => {
    await given([adjust('in', 'A', 100), adjust('in', 'B', 10)]);
    const batch = Array.from({ length: 40 }, (_, index) =>
      lineCommand('RESERVE', `order ${index}`, index % 2 === 0 ? 'A' : 'B', 1),
    );
    const writers = await Promise.all([given(batch), given(batch.slice(0, 25)), given(batch)]);
    const [first] = writers;
    for (const { emit, failed } of writers) {
      expect(failed).toEqual([]);
      expect(JSON.stringify(emit)).toBe(JSON.stringify(first.emit.slice(0, emit.length)));
    }
    expect((await stockItems()).sort((a, b) => (a['sku'] < b['sku'] ? -1 : 1))).toMatchObject([
      { sku: 'A', available: 80, reserved: 20, version: 21 },
      { sku: 'B', available: 0, reserved: 10, version: 21 },
    ]);
  });

  it('takes at most four write requests per line from RESERVE to COMMIT, and no read for the COMMIT', async () => {
    const skus = Array.from({ length: 25 }, (_, index) => `S${index}`);
    await given(skus.map((sku) => adjust(`in ${sku}`, sku, 1_000)));
    const orders = Array.from({ length: 12 }, (_, order) => `order ${order}`);
    const consume = fold(ledger({ tables: dynamodbLedgerTables(client, tables), clock, pause }));
    const warm = (commands: readonly StockCommand[]) => consume(delivered('inventory.commands', commands));
    // The first batch of an environment reads the high-water marks of its SKUs, too.
    await warm(skus.map((sku) => adjust(`more ${sku}`, sku, 1)));
    const requests = recordRequests(client);
    for (const order of orders) {
      await warm(skus.map((sku) => lineCommand('RESERVE', order, sku, 1)));
      const before = requests.length;
      await warm(skus.map((sku) => lineCommand('COMMIT', order, sku, 1)));
      const commands = requests.slice(before).map(({ command }) => command);
      expect(commands.filter((command) => command === 'BatchGetItemCommand')).toHaveLength(1);
    }
    const count = (name: string) => requests.filter(({ command }) => command === name).length;
    // Each time one batch of statements for 25 stocks; 25 pages and their marks when logs are cut, which is every 26th time.
    expect(count('BatchExecuteStatementCommand')).toBe(2 * orders.length);
    expect(count('BatchWriteItemCommand')).toBeLessThanOrEqual(2);
  });

  it('detects a stock restored older than its outcomes, and stops only that one', async () => {
    await given([adjust('in', 'A', 50), adjust('in', 'B', 50)]);
    const [old] = await stockItems();
    for (let order = 1; order <= 34; order += 1) {
      await given(['A', 'B'].map((sku) => lineCommand('RESERVE', `order ${order}`, sku, 1)));
    }
    await client.send(new PutCommand({ TableName: tables.stock, Item: old ?? {} }));
    const late = ['A', 'B'].map((sku) => lineCommand('RESERVE', 'late', sku, 1));
    for (let time = 1; time <= 2; time += 1) {
      const { emit, rejected } = await given(late);
      expect(emit).toHaveLength(1);
      expect(rejected).toMatchObject([{ cause: expect.stringContaining(`OutdatedStock: RESERVE of ${old?.['sku']}`) }]);
    }
    const restored = (await stockItems()).find(({ sku }) => sku === old?.['sku']);
    expect(restored).toEqual({ ...old, outdated_by: expect.any(Number) });
    expect(restored?.['outdated_by']).toBeGreaterThan(old?.['version']);
  });

  it('fails transiently when its tables are unavailable', async () => {
    const out = dynamodbLedgerTables(client, { stock: 'no-such-table', reservations: 'no-such-table-either' });
    const change = { before: undefined, after: { stock: { ...noStock, sku: 'A' }, log: [] } };
    await expect(out.stocks(['A'])).rejects.toThrow(TransientError);
    await expect(out.replace([change])).rejects.toThrow(TransientError);
    const commands = delivered('inventory.commands', [adjust('in', 'A', 1)]);
    const { failed } = await fold(ledger({ tables: out, clock, pause }))(commands);
    expect(failed).toHaveLength(1);
  });
});
