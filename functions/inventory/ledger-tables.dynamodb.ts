import type { BatchStatementError } from '@aws-sdk/client-dynamodb';
import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { backoff } from '../shared/runtime/backoff.ts';
import { request } from '../shared/runtime/dynamodb-errors.ts';
import { concurrently } from '../shared/runtime/idioms/concurrently.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import { outcomeItem, outcomeKey, outcomeOf, recordOf, replacement } from './ledger-item.dynamodb.ts';
import type { LedgerTables, StockChange } from './ports.ts';

export interface LedgerTableNames {
  /** Keyed by `sku`. */
  readonly stock: string;
  /** Keyed by `order_id` (the reservation's owner) and `sku`. */
  readonly reservations: string;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Limits of one request. */
const keysPerRead = 100;
const writesPerRequest = 25;
/** Requests at one time. */
const concurrency = 8;

const attempts = 8;
const pause = backoff({ firstMs: 20, mostMs: 2_000 });

const chunksOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** Sends until nothing is left undone: DynamoDB leaves some beyond 16 MB, or beyond its throughput. */
const untilDone = async <T>(all: readonly T[], send: (some: readonly T[]) => Promise<readonly T[]>): Promise<void> => {
  let left = all;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    left = await send(left);
    if (left.length === 0) return;
    await pause(attempt);
  }
  throw new TransientError(`DynamoDB left ${left.length} items undone in ${attempts} requests`);
};

/** Whether the stock had another version. @throws what else kept the statement from being done. */
const isConflict = ({ Code, Message }: BatchStatementError): boolean => {
  if (Code === 'ConditionalCheckFailed' || Code === 'DuplicateItem' || Code === 'TransactionConflict') return true;
  if (Code === 'ValidationError' || Code === 'ItemCollectionSizeLimitExceeded')
    throw new TypeError(`${Code}: ${Message}`);
  throw new TransientError(`DynamoDB: ${Code}: ${Message}`);
};

/**
 * The ledger's tables in DynamoDB. Stocks are written by PartiQL because a batch of its statements is the one request that
 * holds many conditional writes without making a transaction of them, which would cost twice.
 */
export const dynamodbLedgerTables = (client: DynamoDBDocumentClient, tables: LedgerTableNames): LedgerTables => {
  const getAll = async (table: string, keys: readonly Attributes[]): Promise<readonly Attributes[]> => {
    const found: Attributes[] = [];
    await concurrently(chunksOf(keys, keysPerRead), concurrency, (chunk) =>
      untilDone(chunk, async (left) => {
        const get = new BatchGetCommand({ RequestItems: { [table]: { Keys: [...left], ConsistentRead: true } } });
        const { Responses = {}, UnprocessedKeys = {} } = await request(() => client.send(get));
        found.push(...(Responses[table] ?? []));
        return UnprocessedKeys[table]?.Keys ?? [];
      }),
    );
    return found;
  };

  const replaceSome = async (changes: readonly StockChange[]): Promise<readonly string[]> => {
    const Statements = changes.map((change) => replacement(tables.stock, change));
    const { Responses = [] } = await request(() => client.send(new BatchExecuteStatementCommand({ Statements })));
    return changes.flatMap(({ after }, index) => {
      const error = Responses[index]?.Error;
      return error !== undefined && isConflict(error) ? [after.stock.sku] : [];
    });
  };

  return {
    stocks: async (skus) =>
      (
        await getAll(
          tables.stock,
          skus.map((sku) => ({ sku })),
        )
      ).map(recordOf),
    outcomes: async (keys) => (await getAll(tables.reservations, keys.map(outcomeKey))).map(outcomeOf),
    keep: async (outcomes) => {
      await concurrently(chunksOf(outcomes.map(outcomeItem), writesPerRequest), concurrency, (chunk) =>
        untilDone(chunk, async (left) => {
          const puts = left.map((Item) => ({ PutRequest: { Item } }));
          const write = new BatchWriteCommand({ RequestItems: { [tables.reservations]: puts } });
          const { UnprocessedItems = {} } = await request(() => client.send(write));
          return (UnprocessedItems[tables.reservations] ?? []).flatMap(({ PutRequest }) => PutRequest?.Item ?? []);
        }),
      );
    },
    replace: async (changes) =>
      (await concurrently(chunksOf(changes, writesPerRequest), concurrency, replaceSome)).flat(),
  };
};
