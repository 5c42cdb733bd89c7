import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { dynamodbLedgerTables } from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from '../../../../../localstack/dynamodb/proxy.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

let server: DynamoDbLocal;
let proxy: DynamoDbProxy;
let client: DynamoDBDocumentClient;
let given: (commands: readonly StockCommand[]) => Promise<unknown>;
beforeAll(async () => {
  server = await startDynamoDbLocal();
  proxy = await startDynamoDbProxy(Number(new URL(server.endpoint).port));
  client = dynamodbLocalClient(proxy.endpoint);
});
afterAll(async () => {
  client.destroy();
  await proxy.close();
  await server.stop();
});
beforeEach(async () => {
  const names = { stock: `stock-${randomUUID()}`, reservations: `reservations-${randomUUID()}` };
  await createTable(client, names.stock, 'sku');
  await createTable(client, names.reservations, 'order_id', 'sku');
  const tables = dynamodbLedgerTables(client, names);
  const consume = fold(ledger({ tables, clock: { now: () => new Date() }, pause: async () => undefined }));
  given = (commands) => consume(delivered('inventory.commands', commands));
  await given([adjust('in', 'A', 1_000_000)]);
  proxy.resetStatistics();
});

const writeUnits = (): number => proxy.statistics().reduce((sum, { writeUnits: units }) => sum + units, 0);

const orders = (count: number) => Array.from({ length: count }, (_, index) => `order ${index}`);

describe('the write units of a line, from RESERVE to COMMIT', () => {
  it('are two for its stock, and the 26th part of those of a page and its mark, one order at a time', async () => {
    const all = orders(130);
    for (const order of all) {
      await given([lineCommand('RESERVE', order, 'A', 1)]);
      await given([lineCommand('COMMIT', order, 'A', 1)]);
    }
    expect(writeUnits() / all.length).toBeLessThanOrEqual(2.16);
  }, 120_000);

  it('are a tenth of that where batches have the commands of a hundred orders', async () => {
    const all = orders(1_000);
    for (let first = 0; first < all.length; first += 100) {
      const some = all.slice(first, first + 100);
      await given(some.map((order) => lineCommand('RESERVE', order, 'A', 1)));
      await given(some.map((order) => lineCommand('COMMIT', order, 'A', 1)));
    }
    expect(writeUnits() / all.length).toBeLessThanOrEqual(0.2);
  }, 60_000);
});
