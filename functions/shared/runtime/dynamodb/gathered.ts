import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import DataLoader from 'dataloader';
import { TransientError } from '../idioms/transient-error.ts';
import { getAll, keysPerRead, putAll, writesPerRequest } from './dynamodb-batches.ts';

type Attributes = Readonly<Record<string, unknown>>;

const textOf = (key: Attributes, names: readonly string[]): string => JSON.stringify(names.map((name) => key[name]));

/** Sends some together. Where one of them is at fault, each alone, so that the others have their effect. */
const isolated = async <T, R>(
  some: readonly T[],
  send: (some: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly (R | Error)[]> => {
  try {
    return await send(some);
  } catch (thrown) {
    if (some.length > 1 && !(thrown instanceof TransientError)) {
      return (await Promise.all(some.map((one) => isolated([one], send)))).flat();
    }
    return some.map(() => (thrown instanceof Error ? thrown : new Error(String(thrown))));
  }
};

/**
 * Sends together what is asked for at the same time, by one invocation or by several.
 *
 * @param send gets some, in their order, and returns a result for each. Where it throws another error than {@link TransientError},
 *   each is sent alone, so that one of them at fault fails its own caller only.
 * @param most that one call of `send` gets.
 */
export const gathered = <T, R>(
  send: (some: readonly T[]) => Promise<readonly R[]>,
  most: number,
): ((one: T) => Promise<R>) => {
  const loader = new DataLoader<T, R>((some) => isolated(some, send), { cache: false, maxBatchSize: most });
  return (one) => loader.load(one);
};

/**
 * Reads items by key. What is asked for at the same time, by one invocation or by several, is one request.
 *
 * @param keyNames attributes of the table's key.
 * @returns a function of a key: the item, or undefined. It throws {@link TransientError}.
 */
export const gatheredReads = (
  client: DynamoDBDocumentClient,
  table: string,
  keyNames: readonly string[],
  how: Pick<KeysAndAttributes, 'ConsistentRead' | 'ProjectionExpression'> = {},
): ((key: Attributes) => Promise<Attributes | undefined>) => {
  const read = async (keys: readonly Attributes[]): Promise<readonly (Attributes | undefined)[]> => {
    // DynamoDB refuses a request that has one key twice.
    const distinct = new Map(keys.map((key) => [textOf(key, keyNames), key]));
    const items = await getAll(client, table, [...distinct.values()], how);
    const found = new Map(items.map((item) => [textOf(item, keyNames), item]));
    return keys.map((key) => found.get(textOf(key, keyNames)));
  };
  return gathered(read, keysPerRead);
};

/**
 * Puts items, each replacing the item of its key. What is put at the same time is one request; of several with one key, the last
 * stays.
 *
 * @param keyNames attributes of the table's key.
 * @returns a function of an item, which resolves when it is stored. It throws {@link TransientError}: the item may be stored.
 */
export const gatheredPuts = (
  client: DynamoDBDocumentClient,
  table: string,
  keyNames: readonly string[],
): ((item: Attributes) => Promise<void>) => {
  const put = async (items: readonly Attributes[]): Promise<readonly true[]> => {
    const last = new Map(items.map((item) => [textOf(item, keyNames), item]));
    await putAll(client, table, [...last.values()]);
    return items.map(() => true);
  };
  const putOne = gathered(put, writesPerRequest);
  return async (item) => {
    await putOne(item);
  };
};
