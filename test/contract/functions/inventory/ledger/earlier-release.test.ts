import { randomUUID } from 'node:crypto';
import { BatchWriteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../../bin/client/connection.ts';
import { stockHistories } from '../../../../../bin/stock/stock-histories.ts';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import type { LedgerTables } from '../../../../../functions/inventory/model/ports.ts';
import { applyRebuilt, checkStocks } from '../../../../../functions/inventory/rebuild/rebuild.ts';
import {
  dynamodbLedgerTables,
  type LedgerTableNames,
} from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import type { InventoryUpdatedEvent } from '../../../../../schemas/generated/types.ts';
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

const textOf = (...entry: readonly (string | number)[]): string => JSON.stringify(entry);
const ms = Date.parse(earlier);
const log = [
  textOf(idOf('late'), 'RESERVED', 1, 7, ms),
  textOf(idOf('late'), 'RELEASED', 1, 8, ms, 'PAYMENT_FAILED'),
  textOf(idOf('other'), 'RESERVED', 1, 7, ms),
];
const earlierStock = { sku: 'A', available: 7, reserved: 2, sold: 1, adjusted: 10, version: 8, log };
const earlierItem = (owner: string, key: string, state: string, version: number, available: number, qty = 1) => ({
  PutRequest: { Item: { order_id: owner, sku: key, state, qty, version, available, at: earlier } },
});
const writeItems = (items: readonly ReturnType<typeof earlierItem>[]) =>
  client.send(new BatchWriteCommand({ RequestItems: { [names.reservations]: [...items] } }));
const putStock = (item: object) => client.send(new PutCommand({ TableName: names.stock, Item: { ...item } }));

/** As the release before pages left them: 10 units in, of which `sold` was sold, `held` reserved, and `gone` given back. */
beforeEach(async () => {
  names = { stock: `stock-${randomUUID()}`, reservations: `reservations-${randomUUID()}` };
  await createTable(client, names.stock, 'sku');
  await createTable(client, names.reservations, 'order_id', 'sku');
  await putStock(earlierStock);
  await writeItems([
    earlierItem(deliveryId, 'A', 'ADJUSTED', 1, 10, 10),
    earlierItem(idOf('sold'), 'A', 'RESERVED', 2, 9),
    earlierItem(idOf('held'), 'A', 'RESERVED', 3, 8),
    earlierItem(idOf('sold'), 'A#COMMITTED', 'COMMITTED', 4, 8),
    earlierItem(idOf('gone'), 'A', 'RELEASED', 5, 8, 0),
  ]);
  const mark = { order_id: 'stock#A', sku: 'A', version: 6 };
  await client.send(new PutCommand({ TableName: names.reservations, Item: mark }));
});

const consumer = (tables: LedgerTables) =>
  fold(ledger({ tables, clock, pause: async () => undefined, logLimits: { length: 4, cutTo: 1 } }));

const environment = (tables = dynamodbLedgerTables(client, names)) => {
  const consume = consumer(tables);
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

const stockItem = async () => {
  const { Item } = await client.send(
    new GetCommand({ TableName: names.stock, Key: { sku: 'A' }, ConsistentRead: true }),
  );
  return Item ?? {};
};

/** As `orderstream stock rebuild` compares it. */
const checked = (emitted: readonly InventoryUpdatedEvent[]) => {
  const connection = { dynamodb: client, tables: names } as unknown as Connection;
  const histories = { ...stockHistories(connection), emitted: async () => emitted };
  return checkStocks({ tables: dynamodbLedgerTables(client, names), histories }, undefined, { withoutTail: false });
};

describe('the tables of the release before pages', () => {
  it('give repeated commands their first outcomes, before and after their stock is written again', async () => {
    expect(await environment()(repeated)).toEqual(firstOutcomes);
    const given = environment();
    for (const order of newOrders) {
      await given([order]);
      expect(await environment()(repeated)).toEqual(firstOutcomes);
    }
    for (const one of [repeated, repeated.map((each) => (each.type === 'ADJUST' ? each : timeless(each)))]) {
      expect(await environment()(one)).toEqual(firstOutcomes);
    }
    expect(await stockItem()).toMatchObject({ available: 0, reserved: 9, sold: 1, adjusted: 10, version: 15 });
  });

  it('are continued: reservations of that time are sold and given back', async () => {
    const given = environment();
    for (const order of newOrders.slice(0, 5)) await given([order]);
    expect(await given([timeless(command('COMMIT', 'held')), command('RELEASE', 'sold')])).toEqual([
      ['COMMITTED', 14, today],
      ['RELEASED', 15, today],
    ]);
    expect(await stockItem()).toMatchObject({ available: 3, reserved: 6, sold: 1, adjusted: 10, version: 15 });
  });

  it('are not searched for orders of this release', async () => {
    const given = environment();
    for (const order of newOrders.slice(0, 6)) await given([order]);
    const requests = recordRequests(client);
    await given([{ ...command('RESERVE', 'newest'), ordered_at: '2026-01-05T00:05:00.001Z' }]);
    expect(requests.filter(({ input }) => input.includes(idOf('newest')))).toEqual([]);
    expect(requests.map(({ command: name }) => name)).not.toContain('QueryCommand');
    await given([{ ...command('RESERVE', 'older'), ordered_at: today }]);
    expect(requests.map(({ command: name }) => name)).toContain('QueryCommand');
  });

  it('take a zombie of the earlier release that decides first', async () => {
    const tables = dynamodbLedgerTables(client, names);
    const zombie = async () => {
      const decided = { ...earlierStock, available: 6, reserved: 3, version: 9 };
      const entry = textOf(idOf('zombie'), 'RESERVED', 1, 6, Date.parse(today));
      const Item = { ...decided, log: [...log, entry] };
      await client.send(
        new PutCommand({
          ...{ TableName: names.stock, Item, ConditionExpression: 'version = :read' },
          ExpressionAttributeValues: { ':read': earlierStock.version },
        }),
      );
    };
    let races = 0;
    const racing: LedgerTables = {
      ...tables,
      replace: async (changes) => {
        races += 1;
        if (races === 1) await zombie();
        return tables.replace(changes);
      },
    };
    const given = environment(racing);
    expect(await given([command('RESERVE', 'zombie'), command('RESERVE', 'next')])).toEqual([
      ['RESERVED', 9, today],
      ['RESERVED', 10, today],
    ]);
    expect(races).toBe(2);
    await expect(zombie()).rejects.toThrow('conditional');
    for (const order of newOrders.slice(0, 5)) await given([order]);
    expect(await environment()([command('RESERVE', 'zombie'), ...repeated])).toEqual([
      ['RESERVED', 9, today],
      ...firstOutcomes,
    ]);
  });

  it('take items of a zombie of the earlier release, whose outcomes are in pages by then', async () => {
    const given = environment();
    for (const order of newOrders) await given([order]);
    // What left its log before a write that conflicts.
    await writeItems([
      earlierItem(idOf('late'), 'A', 'RESERVED', 6, 7),
      earlierItem(idOf('late'), 'A#RELEASED', 'RELEASED', 7, 8),
    ]);
    expect(await environment()(repeated)).toEqual(firstOutcomes);
    expect(await checked([])).toMatchObject([{ verdict: 'same' }]);
  });

  it('are noticed if their stock is restored, and rebuilt from outcomes of both releases', async () => {
    const emitted: InventoryUpdatedEvent[] = [];
    for (const order of newOrders) {
      const { emit } = await consumer(dynamodbLedgerTables(client, names))(delivered('inventory.commands', [order]));
      emitted.push(...(emit as readonly InventoryUpdatedEvent[]));
    }
    const before = await stockItem();
    await putStock(earlierStock);
    const next = { ...command('RESERVE', 'next'), ordered_at: '2026-01-05T01:00:00.000Z' };
    const { emit, rejected } = await consumer(dynamodbLedgerTables(client, names))(
      delivered('inventory.commands', [next]),
    );
    expect(emit).toEqual([]);
    expect(rejected).toMatchObject([{ cause: expect.stringContaining('OutdatedStock') }]);
    const [check] = await checked(emitted);
    expect(check).toMatchObject({ verdict: 'differs', rebuilt: { missing: [], contradictions: [], reused: [] } });
    expect(check && (await applyRebuilt(dynamodbLedgerTables(client, names), check))).toBe(true);
    const { log: _log, kept_until: _kept, items_until: _items, ...numbers } = before;
    expect(await stockItem()).toMatchObject({ ...numbers, outdated_by: 0, rebuilds: 1 });
    const newOutcomes = newOrders.map((_order, index) => ['RESERVED', 9 + index, today]);
    expect(await environment()([...repeated, ...newOrders])).toEqual([...firstOutcomes, ...newOutcomes]);
    expect(await checked(emitted)).toMatchObject([{ verdict: 'same' }]);
  });

  it('stop the earlier release: it cannot read the log of this one, and decides nothing', async () => {
    await environment()(newOrders.slice(0, 1));
    const { log: bytes } = await stockItem();
    // As it reads a log.
    const read = () =>
      (bytes as readonly string[]).map((text) => {
        const [owner] = JSON.parse(text) as readonly [string];
        return owner;
      });
    expect(read).toThrow(TypeError);
  });
});
