// Also tests functions/shared/kernel
// Also tests functions/shared/runtime
import { BatchGetCommand, type BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { getAll, putAll } from '../../../../../../functions/shared/runtime/dynamodb/dynamodb-batches.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';

const table = 'things';
type Item = { readonly id: number };
const idsUpTo = (count: number): readonly Item[] => Array.from({ length: count }, (_, id) => ({ id }));

/** A table that processes the first items of each request, at most `most` by the number of the request. */
const tableThatDoes = (most: (request: number) => number) => {
  const stored = new Map<number, Item>();
  const sizes: number[] = [];
  const send = async (command: BatchGetCommand | BatchWriteCommand): Promise<object> => {
    const room = most(sizes.length);
    if (command instanceof BatchGetCommand) {
      const keys = (command.input.RequestItems?.[table]?.Keys ?? []) as unknown as readonly Item[];
      sizes.push(keys.length);
      const found = keys.slice(0, room).filter(({ id }) => stored.has(id));
      const left = keys.slice(room);
      return { Responses: { [table]: found }, UnprocessedKeys: left.length > 0 ? { [table]: { Keys: left } } : {} };
    }
    const puts = command.input.RequestItems?.[table] ?? [];
    sizes.push(puts.length);
    for (const { PutRequest } of puts.slice(0, room)) {
      const item = PutRequest?.Item as Item;
      stored.set(item.id, item);
    }
    const left = puts.slice(room);
    return { UnprocessedItems: left.length > 0 ? { [table]: left } : {} };
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, stored, sizes };
};

const everything = () => Number.POSITIVE_INFINITY;

describe('batches of items', () => {
  it('are as large as DynamoDB accepts', async () => {
    const { client, stored, sizes } = tableThatDoes(everything);
    await putAll(client, table, idsUpTo(60));
    expect(stored.size).toBe(60);
    expect(await getAll(client, table, idsUpTo(250))).toHaveLength(60);
    expect(sizes).toEqual([25, 25, 10, 100, 100, 50]);
  });

  it('retries unprocessed items', async () => {
    const { client, stored, sizes } = tableThatDoes((request) => [10, 14, 1, 0, 4, 3][request] ?? 0);
    await putAll(client, table, idsUpTo(25));
    expect(stored.size).toBe(25);
    expect(await getAll(client, table, idsUpTo(7))).toEqual(idsUpTo(7));
    expect(sizes).toEqual([25, 15, 1, 7, 7, 3]);
  });

  it('fails as transient when no attempt processes the items', async () => {
    const { client } = tableThatDoes(() => 0);
    const failed = expect(getAll(client, table, idsUpTo(3))).rejects;
    await failed.toBeInstanceOf(TransientError);
    await failed.toThrow('DynamoDB left 3 items unprocessed');
  });

  it('sends no request for an empty batch', async () => {
    const { client, sizes } = tableThatDoes(everything);
    await putAll(client, table, []);
    expect(await getAll(client, table, [])).toEqual([]);
    expect(sizes).toEqual([]);
  });
});
