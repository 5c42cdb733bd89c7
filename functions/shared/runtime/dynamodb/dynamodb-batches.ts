import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../../kernel/chunks.ts';
import { backoff } from '../backoff.ts';
import { concurrently } from '../idioms/concurrently.ts';
import { TransientError } from '../idioms/transient-error.ts';
import { request } from './dynamodb-errors.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Limits of one request. */
export const keysPerRead = 100;
export const writesPerRequest = 25;
/** Requests at one time. */
const concurrency = 8;

const attempts = 8;
const pause = backoff({ firstMs: 20, mostMs: 2_000 });

/** Sends until no item is unprocessed: DynamoDB leaves items beyond 16 MB or beyond its throughput. */
const untilDone = async <T>(all: readonly T[], send: (some: readonly T[]) => Promise<readonly T[]>): Promise<void> => {
  let left = all;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    left = await send(left);
    if (left.length === 0) return;
    await pause(attempt);
  }
  throw new TransientError(`DynamoDB left ${left.length} items unprocessed after ${attempts} requests`);
};

const inChunks = async <T>(
  items: readonly T[],
  size: number,
  send: (some: readonly T[]) => Promise<readonly T[]>,
): Promise<void> => {
  await concurrently(chunksOf(items, size), concurrency, (chunk) => untilDone(chunk, send));
};

/**
 * The existing items of these keys, however many, in no order.
 *
 * @throws {TransientError} DynamoDB does not answer, or leaves keys unprocessed in every attempt.
 */
export const getAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Attributes[],
  how: Omit<KeysAndAttributes, 'Keys'> = {},
): Promise<readonly Attributes[]> => {
  const found: Attributes[] = [];
  await inChunks(keys, keysPerRead, async (left) => {
    const get = new BatchGetCommand({ RequestItems: { [table]: { Keys: [...left], ...how } } });
    const { Responses = {}, UnprocessedKeys = {} } = await request(() => client.send(get));
    found.push(...(Responses[table] ?? []));
    return UnprocessedKeys[table]?.Keys ?? [];
  });
  return found;
};

/**
 * Puts items, however many, each replacing the item of its key.
 *
 * @throws {TransientError} DynamoDB does not answer, or leaves items unprocessed in every attempt: others may be written.
 */
export const putAll = (client: DynamoDBDocumentClient, table: string, items: readonly Attributes[]): Promise<void> =>
  inChunks(items, writesPerRequest, async (left) => {
    const puts = left.map((Item) => ({ PutRequest: { Item } }));
    const write = new BatchWriteCommand({ RequestItems: { [table]: puts } });
    const { UnprocessedItems = {} } = await request(() => client.send(write));
    return (UnprocessedItems[table] ?? []).flatMap(({ PutRequest }) => PutRequest?.Item ?? []);
  });
