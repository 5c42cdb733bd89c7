import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { progressBar } from '../../bin/commands/progress.ts';
import { ledger } from '../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../functions/inventory/model/domain.ts';
import { dynamodbLedgerTables } from '../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { backoff } from '../../functions/shared/runtime/backoff.ts';
import { concurrently } from '../../functions/shared/runtime/idioms/concurrently.ts';
import { fold } from '../../functions/shared/runtime/idioms/fold.ts';
import { systemClock as clock } from '../../functions/shared/runtime/system-clock.ts';
import { createTable, dynamodbLocalClient, startDynamoDbLocal } from '../support/dynamodb-local.ts';
import { adjust, delivered, lineCommand } from '../support/stock-commands.ts';
import { createUsualTables, reserveTheUsualWay, usualSold } from './usual-reservations.ts';

export interface HotSku {
  readonly orders: number;
  readonly stock: number;
  /** Units sold by the ledger, and those by transactions: all must be the stock. */
  readonly sold: number;
  readonly soldByTransactions: readonly number[];
  /** Orders answered in a second. */
  readonly ordersPerSecond: number;
  /** The same by one transaction for each order, by the number of clients at a time. */
  readonly transactions: readonly { readonly clients: number; readonly ordersPerSecond: number }[];
  /** To the faster of them. */
  readonly ratio: number;
}

const sku = 'HOT';
const orders = 10_000;
const stock = 1_000;
/** Records of one invocation, as the ledger's event source has it. */
const batchSize = 1_000;
const tables = { stock: 'stock', reservations: 'reservations' };

const names = Array.from({ length: orders }, (_, n) => `order ${n}`);
const round = (n: number): number => Number(n.toFixed(1));

/** One way to reserve, slice by slice. */
interface Way {
  reserve(some: readonly string[]): Promise<void>;
  sold(): Promise<number>;
}

/** One partition of Kafka delivers batch after batch, to one writer: so does this. */
const theLedger = async (client: DynamoDBDocumentClient): Promise<Way> => {
  await createTable(client, tables.stock, 'sku');
  await createTable(client, tables.reservations, 'order_id', 'sku');
  const pause = backoff({ firstMs: 10, mostMs: 500 });
  const idiom = fold(ledger({ tables: dynamodbLedgerTables(client, tables), clock, pause }));
  const given = async (commands: readonly StockCommand[]) => {
    const { emit, failed, rejected } = await idiom(delivered('inventory.commands', commands));
    if (failed.length + rejected.length > 0) throw new Error(`${failed.length + rejected.length} commands not decided`);
    return emit;
  };
  await given([adjust('delivery', sku, stock)]);
  /** When each order with a reservation was placed. */
  const reserved = new Map<string, string>();
  return {
    reserve: async (some) => {
      const ordered_at = new Date().toISOString();
      const answers = await given(some.map((name) => ({ ...lineCommand('RESERVE', name, sku, 1), ordered_at })));
      for (const [index, name] of some.entries())
        if (answers[index]?.type === 'STOCK_RESERVED') reserved.set(name, ordered_at);
    },
    sold: async () => {
      await given([...reserved].map(([name, ordered_at]) => ({ ...lineCommand('COMMIT', name, sku, 1), ordered_at })));
      const [record] = await dynamodbLedgerTables(client, tables).stocks([sku]);
      return record?.stock.sold ?? 0;
    },
  };
};

const transactions = async (client: DynamoDBDocumentClient, clients: number): Promise<Way> => {
  const usual = await createUsualTables(client, `${clients}`, sku, stock);
  return {
    reserve: async (some) => {
      await concurrently(some, clients, (name) => reserveTheUsualWay(client, usual, sku, name));
    },
    sold: () => usualSold(client, usual, sku),
  };
};

/** Slices of all ways take turns, so that what else the machine does slows them alike. @returns orders a second of each. */
const race = async (ways: readonly Way[]): Promise<readonly number[]> => {
  const seconds = ways.map(() => 0);
  const bar = progressBar('orders', ways.length * orders);
  for (let start = 0; start < orders; start += batchSize) {
    const some = names.slice(start, start + batchSize);
    for (const [index, way] of ways.entries()) {
      const started = performance.now();
      await way.reserve(some);
      seconds[index] = (seconds[index] ?? 0) + (performance.now() - started) / 1_000;
      bar.update(start * ways.length + some.length * (index + 1));
    }
  }
  bar.stop();
  return seconds.map((each) => round(orders / each));
};

/** Ten thousand orders for the last thousand units of one SKU, through the ledger, and as it is usually done. */
export const measureHotSku = async (): Promise<HotSku> => {
  const server = await startDynamoDbLocal();
  const client = dynamodbLocalClient(server.endpoint);
  try {
    const ways = [await theLedger(client), await transactions(client, 1), await transactions(client, 8)];
    const [ordersPerSecond = 0, one = 0, eight = 0] = await race(ways);
    const [sold = 0, ...soldByTransactions] = await Promise.all(ways.map((way) => way.sold()));
    return {
      orders,
      stock,
      sold,
      soldByTransactions,
      ordersPerSecond,
      transactions: [
        { clients: 1, ordersPerSecond: one },
        { clients: 8, ordersPerSecond: eight },
      ],
      ratio: round(ordersPerSecond / Math.max(one, eight)),
    };
  } finally {
    client.destroy();
    await server.stop();
  }
};
