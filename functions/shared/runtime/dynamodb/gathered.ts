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
  const loader = new DataLoader<Attributes, Attributes | undefined>((keys) => isolated(keys, read), {
    cache: false,
    maxBatchSize: keysPerRead,
  });
  return (key) => loader.load(key);
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
  const loader = new DataLoader<Attributes, true>((items) => isolated(items, put), {
    cache: false,
    maxBatchSize: writesPerRequest,
  });
  return async (item) => {
    await loader.load(item);
  };
};
