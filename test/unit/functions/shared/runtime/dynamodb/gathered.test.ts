import { BatchGetCommand, type BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { gatheredPuts, gatheredReads } from '../../../../../../functions/shared/runtime/dynamodb/gathered.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';

type Item = Readonly<Record<string, unknown>>;

/** A table with the key `id`, which refuses what DynamoDB refuses: a key that is there twice, an item that is too large. */
const tableOf = (...present: readonly Item[]) => {
  const items = new Map(present.map((item) => [item['id'], item]));
  const requests: number[] = [];
  let outage: Error | undefined;
  const refuse = (message: string): never => {
    throw Object.assign(new Error(message), { name: 'ValidationException' });
  };
  const members = (all: readonly Item[]): readonly Item[] => {
    requests.push(all.length);
    if (outage !== undefined) throw outage;
    if (new Set(all.map(({ id }) => id)).size < all.length) refuse('Provided list of item keys contains duplicates');
    if (all.some(({ size }) => size === 'too large')) refuse('Item size has exceeded the maximum allowed size');
    return all;
  };
  const send = async (command: object): Promise<object> => {
    if (command instanceof BatchGetCommand) {
      const keys = members((command.input.RequestItems?.['t']?.Keys ?? []) as Item[]);
      return { Responses: { t: keys.flatMap(({ id }) => items.get(id) ?? []).toReversed() } };
    }
    const puts = (command as BatchWriteCommand).input.RequestItems?.['t'] ?? [];
    for (const item of members(puts.map(({ PutRequest }) => PutRequest?.Item as Item))) items.set(item['id'], item);
    return {};
  };
  return {
    ...{ client: { send } as unknown as DynamoDBDocumentClient, items, requests },
    fail: (error: Error) => {
      outage = error;
    },
  };
};

it('reads of one time are one request, and each has its own item', async () => {
  const { client, requests } = tableOf({ id: 'a', n: 1 }, { id: 'b', n: 2 });
  const read = gatheredReads(client, 't', ['id']);
  const found = await Promise.all(['a', 'c', 'b', 'a'].map((id) => read({ id })));
  expect(found).toEqual([{ id: 'a', n: 1 }, undefined, { id: 'b', n: 2 }, { id: 'a', n: 1 }]);
  expect(requests).toEqual([3]);
  expect(await read({ id: 'a' })).toEqual({ id: 'a', n: 1 });
  expect(requests).toEqual([3, 1]);
});

it('more reads than one request takes are several requests', async () => {
  const all = Array.from({ length: 250 }, (_, id) => ({ id }));
  const { client, requests } = tableOf(...all);
  const read = gatheredReads(client, 't', ['id']);
  expect(await Promise.all(all.map(read))).toEqual(all);
  expect(requests).toEqual([100, 100, 50]);
});

it('puts of one time are one request, and the last of a key stays', async () => {
  const { client, items, requests } = tableOf();
  const put = gatheredPuts(client, 't', ['id']);
  await Promise.all([put({ id: 'a', n: 1 }), put({ id: 'b', n: 2 }), put({ id: 'a', n: 3 })]);
  expect([...items.values()]).toEqual([
    { id: 'a', n: 3 },
    { id: 'b', n: 2 },
  ]);
  expect(requests).toEqual([2]);
});

it('an item that is at fault keeps no other from being stored', async () => {
  const { client, items } = tableOf();
  const put = gatheredPuts(client, 't', ['id']);
  const outcomes = await Promise.allSettled([put({ id: 'a' }), put({ id: 'b', size: 'too large' }), put({ id: 'c' })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([...items.keys()]).toEqual(['a', 'c']);
});

it('a database that does not answer fails all of them, after one request', async () => {
  const { client, requests, fail } = tableOf();
  fail(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));
  const read = gatheredReads(client, 't', ['id']);
  const outcomes = await Promise.allSettled([read({ id: 'a' }), read({ id: 'b' })]);
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TransientError) });
  expect(requests).toEqual([2]);
});
