import { setTimeout as delay } from 'node:timers/promises';
import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

type Item = Record<string, unknown>;

/** Limits of one request (DynamoDB API reference, BatchWriteItem and BatchGetItem). */
const writesPerRequest = 25;
const readsPerRequest = 100;
const unprocessedPauseMs = 50;

export function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Puts all items; what DynamoDB leaves unprocessed is sent again. `onProgress` gets the number of items done. */
export const putAll = async (
  dynamodb: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
  onProgress: (done: number) => void = () => {},
): Promise<void> => {
  let done = 0;
  for (const chunk of chunksOf(items, writesPerRequest)) {
    let left = chunk.map((Item) => ({ PutRequest: { Item } }));
    while (left.length > 0) {
      const { UnprocessedItems } = await dynamodb.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
      const unprocessed = (UnprocessedItems?.[table] ?? []) as typeof left;
      if (unprocessed.length === left.length) await delay(unprocessedPauseMs);
      left = unprocessed;
    }
    done += chunk.length;
    onProgress(done);
  }
};

/** Consistent reads of the given keys, in no particular order; a key without an item gives none. */
export const getAll = async <T extends object>(
  dynamodb: DynamoDBDocumentClient,
  table: string,
  keys: readonly Item[],
): Promise<T[]> => {
  const found: T[] = [];
  for (const chunk of chunksOf(keys, readsPerRequest)) {
    let left: Item[] = [...chunk];
    while (left.length > 0) {
      const { Responses, UnprocessedKeys } = await dynamodb.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
      );
      found.push(...((Responses?.[table] ?? []) as T[]));
      left = (UnprocessedKeys?.[table]?.Keys ?? []) as Item[];
    }
  }
  return found;
};

/** Every item of a table. For the books of a demonstration, not for a table of millions. */
export const scanAll = async <T extends object>(dynamodb: DynamoDBDocumentClient, table: string): Promise<T[]> => {
  const items: T[] = [];
  for await (const page of paginateScan({ client: dynamodb }, { TableName: table, ConsistentRead: true })) {
    items.push(...((page.Items ?? []) as T[]));
  }
  return items;
};
