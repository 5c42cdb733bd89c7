import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { progressBar } from '../../bin/commands/progress.ts';
import type { StockCommand } from '../../functions/inventory/domain.ts';
import { ledger } from '../../functions/inventory/ledger.ts';
import { dynamodbLedgerTables } from '../../functions/inventory/ledger-tables.dynamodb.ts';
import { backoff } from '../../functions/shared/runtime/backoff.ts';
import { fold } from '../../functions/shared/runtime/idioms/fold.ts';
import { systemClock as clock } from '../../functions/shared/runtime/system-clock.ts';
import { createTable, dynamodbLocalClient, startDynamoDbLocal } from '../support/dynamodb-local.ts';
import { adjust, delivered, lineCommand } from '../support/stock-commands.ts';
import { createUsualTables, reserveTheUsualWay, usualSold } from './usual-reservations.ts';

export interface HotSku {
  readonly orders: number;
  readonly stock: number;
  /** Units sold by the ledger, and those by transactions: both must be the stock. */
  readonly sold: number;
  readonly soldByTransactions: number;
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
const perSecond = (started: number): number => round(orders / ((performance.now() - started) / 1_000));

/** One partition of Kafka delivers batch after batch, to one writer: so does this. */
const byTheLedger = async (client: DynamoDBDocumentClient) => {
  await createTable(client, tables.stock, 'sku');
  await createTable(client, tables.reservations, 'order_id', 'sku');
  const pause = backoff({ firstMs: 10, mostMs: 500 });
  const idiom = fold(ledger({ tables: dynamodbLedgerTables(client, tables), clock, pause }));
  const given = async (commands: readonly StockCommand[], progress?: (done: number) => void) => {
    const emitted: { readonly type: string; readonly order: unknown }[] = [];
    for (let start = 0; start < commands.length; start += batchSize) {
      const records = delivered('inventory.commands', commands.slice(start, start + batchSize), start);
      const { emit, failed, rejected } = await idiom(records);
      if (failed.length + rejected.length > 0)
        throw new Error(`${failed.length + rejected.length} commands not decided`);
      emitted.push(...emit.map((event) => ({ type: event.type, order: Reflect.get(event, 'order_id') })));
      progress?.(start + records.length);
    }
    return emitted;
  };
  await given([adjust('delivery', sku, stock)]);
  const reserves = names.map((name) => lineCommand('RESERVE', name, sku, 1));
  const bar = progressBar('ledger', orders);
  const started = performance.now();
  const answers = await given(reserves, (done) => bar.update(done));
  const ordersPerSecond = perSecond(started);
  bar.stop();
  const reserved = new Set(answers.filter(({ type }) => type === 'STOCK_RESERVED').map(({ order }) => order));
  const commits = names
    .map((name) => lineCommand('COMMIT', name, sku, 1))
    .filter(({ order_id }) => reserved.has(order_id));
  await given(commits);
  const [record] = await dynamodbLedgerTables(client, tables).stocks([sku]);
  return { ordersPerSecond, sold: record?.stock.sold ?? 0 };
};

const byTransactions = async (client: DynamoDBDocumentClient, clients: number) => {
  const usual = await createUsualTables(client, `${clients}`, sku, stock);
  const bar = progressBar(`${clients} at a time`, orders);
  let [next, done] = [0, 0];
  const started = performance.now();
  const worker = async (): Promise<void> => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      await reserveTheUsualWay(client, usual, sku, name);
      done += 1;
      bar.update(done);
    }
  };
  await Promise.all(Array.from({ length: clients }, worker));
  const ordersPerSecond = perSecond(started);
  bar.stop();
  return { clients, ordersPerSecond, sold: await usualSold(client, usual, sku) };
};

/** Ten thousand orders for the last thousand units of one SKU, through the ledger, and as it is usually done. */
export const measureHotSku = async (): Promise<HotSku> => {
  const server = await startDynamoDbLocal();
  const client = dynamodbLocalClient(server.endpoint);
  try {
    const ours = await byTheLedger(client);
    const [one, eight] = [await byTransactions(client, 1), await byTransactions(client, 8)];
    if (one.sold !== eight.sold) throw new Error(`transactions sold ${one.sold} and ${eight.sold}`);
    return {
      orders,
      stock,
      sold: ours.sold,
      soldByTransactions: one.sold,
      ordersPerSecond: ours.ordersPerSecond,
      transactions: [one, eight].map(({ clients, ordersPerSecond }) => ({ clients, ordersPerSecond })),
      ratio: round(ours.ordersPerSecond / Math.max(one.ordersPerSecond, eight.ordersPerSecond)),
    };
  } finally {
    client.destroy();
    await server.stop();
  }
};
