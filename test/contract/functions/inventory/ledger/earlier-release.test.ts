import { randomUUID } from 'node:crypto';
import { BatchWriteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import {
  dynamodbLedgerTables,
  type LedgerTableNames,
} from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  recordRequests,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

/** Of the first order, and of the last that the release before pages decided on. */
const earlier = '2026-01-01T00:00:00.000Z';
/** Days later: this release. */
const today = '2026-01-05T00:00:00.000Z';
const clock = { now: () => new Date(today) };

let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
let names: LedgerTableNames;
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const command = (type: 'RESERVE' | 'COMMIT' | 'RELEASE', order: string) => lineCommand(type, order, 'A', 1);
const idOf = (order: string) => command('RESERVE', order).order_id;
const deliveryId = adjust('in', 'A', 10).reservation_id;
/** A command of the earlier release does not name its order's time. */
const timeless = (known: ReturnType<typeof command>): StockCommand => {
  const { ordered_at: _placed, ...others } = known;
  return others;
};

/** As the release before pages left them: 10 units in, of which `sold` was sold, `held` reserved, and `gone` given back. */
beforeEach(async () => {
  names = { stock: `stock-${randomUUID()}`, reservations: `reservations-${randomUUID()}` };
  await createTable(client, names.stock, 'sku');
  await createTable(client, names.reservations, 'order_id', 'sku');
  const stock = { sku: 'A', available: 7, reserved: 2, sold: 1, adjusted: 10, version: 8 };
  const ms = Date.parse(earlier);
  const log = [
    [idOf('late'), 'RESERVED', 1, 7, ms],
    [idOf('late'), 'RELEASED', 1, 8, ms, 'PAYMENT_FAILED'],
    [idOf('other'), 'RESERVED', 1, 7, ms],
  ].map((entry) => JSON.stringify(entry));
  await client.send(new PutCommand({ TableName: names.stock, Item: { ...stock, log } }));
  const kept = (order_id: string, sku: string, state: string, version: number, available: number, qty = 1) => ({
    PutRequest: { Item: { order_id, sku, state, qty, version, available, at: earlier } },
  });
  const items = [
    kept(deliveryId, 'A', 'ADJUSTED', 1, 10, 10),
    kept(idOf('sold'), 'A', 'RESERVED', 2, 9),
    kept(idOf('held'), 'A', 'RESERVED', 3, 8),
    kept(idOf('sold'), 'A#COMMITTED', 'COMMITTED', 4, 8),
    kept(idOf('gone'), 'A', 'RELEASED', 5, 8, 0),
    { PutRequest: { Item: { order_id: 'stock#A', sku: 'A', version: 6 } } },
  ];
  await client.send(new BatchWriteCommand({ RequestItems: { [names.reservations]: items } }));
});

const environment = () => {
  const tables = dynamodbLedgerTables(client, names);
  const consume = fold(ledger({ tables, clock, pause: async () => undefined, logLimits: { length: 4, cutTo: 1 } }));
  return async (commands: readonly StockCommand[]) => {
    const { emit, failed, rejected } = await consume(delivered('inventory.commands', commands));
    expect([failed, rejected]).toEqual([[], []]);
    return emit.map((event) => [Reflect.get(event, 'state'), Reflect.get(event, 'version'), event.timestamp]);
  };
};

const repeated = [
  adjust('in', 'A', 10),
  ...['sold', 'held', 'gone', 'late', 'other'].map((order) => command('RESERVE', order)),
  command('COMMIT', 'sold'),
  command('RELEASE', 'late'),
];
const firstOutcomes = [
  ['ADJUSTED', 1, earlier],
  ['RESERVED', 2, earlier],
  ['RESERVED', 3, earlier],
  ['RELEASED', 5, earlier],
  ['RESERVED', 6, earlier],
  ['RESERVED', 8, earlier],
  ['COMMITTED', 4, earlier],
  ['RELEASED', 7, earlier],
];

/** Enough that all of the earlier log goes to pages. */
const newOrders = Array.from({ length: 7 }, (_, index) => ({
  ...command('RESERVE', `new ${index}`),
  ordered_at: today,
}));

describe('the tables of the release before pages', () => {
  it('give repeated commands their first outcomes, before and after their stock is written again', async () => {
    expect(await environment()(repeated)).toEqual(firstOutcomes);
    const given = environment();
    for (const order of newOrders) await given([order]);
    for (const one of [repeated, repeated.map((each) => (each.type === 'ADJUST' ? each : timeless(each)))]) {
      expect(await environment()(one)).toEqual(firstOutcomes);
    }
    const { Item } = await client.send(new GetCommand({ TableName: names.stock, Key: { sku: 'A' } }));
    expect(Item).toMatchObject({ available: 0, reserved: 9, sold: 1, adjusted: 10, version: 15 });
  });

  it('are continued: reservations of that time are sold and given back', async () => {
    const given = environment();
    for (const order of newOrders.slice(0, 5)) await given([order]);
    expect(await given([timeless(command('COMMIT', 'held')), command('RELEASE', 'sold')])).toEqual([
      ['COMMITTED', 14, today],
      ['RELEASED', 15, today],
    ]);
    const { Item } = await client.send(new GetCommand({ TableName: names.stock, Key: { sku: 'A' } }));
    expect(Item).toMatchObject({ available: 3, reserved: 6, sold: 1, adjusted: 10, version: 15 });
  });

  it('are not searched for orders of this release', async () => {
    const given = environment();
    for (const order of newOrders.slice(0, 6)) await given([order]);
    const requests = recordRequests(client);
    await given([{ ...command('RESERVE', 'newest'), ordered_at: '2026-01-05T00:05:00.001Z' }]);
    expect(requests.filter(({ input }) => input.includes(idOf('newest')))).toEqual([]);
  });

  it('stop the earlier release: it cannot read the log of this one, and decides nothing', async () => {
    await environment()(newOrders.slice(0, 1));
    const { Item } = await client.send(new GetCommand({ TableName: names.stock, Key: { sku: 'A' } }));
    const log: readonly string[] = Item?.['log'];
    // As it reads a log.
    const read = () =>
      log.map((text) => {
        const [owner] = JSON.parse(text) as readonly [string];
        return owner;
      });
    expect(read).toThrow(TypeError);
  });
});
