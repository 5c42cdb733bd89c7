import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import {
  dueAgainAttributes,
  dueAttributes,
  dueItems,
} from '../../../../../../functions/shared/runtime/dynamodb/due-work.ts';
import { dueIndex } from '../../../../../../schemas/due-index.ts';
import { SimulatedDynamoDb } from '../../../../../simulation/dynamodb/simulated-dynamodb.ts';

const table = 'work';
const minute = (n: number): string => `2026-11-22T10:${String(n).padStart(2, '0')}:00.000Z`;

/** Twenty items in all shards, each due at its own minute; those of even minutes for the second time. */
const twenty = async () => {
  const { client } = new SimulatedDynamoDb([
    { name: table, partitionKey: 'id', indexes: [{ ...dueIndex, projection: 'KEYS_ONLY' }] },
  ]);
  for (let n = 0; n < 20; n += 1) {
    const due = n % 2 === 0 ? dueAgainAttributes(minute(n)) : dueAttributes(`item-${n}`, minute(n));
    await client.send(new PutCommand({ TableName: table, Item: { id: `item-${n}`, ...due } }));
  }
  return client;
};

it('returns due items of all shards, the longest overdue first, up to the limit', async () => {
  const client = await twenty();
  const all = await dueItems<{ readonly id: string }>(client, table, { before: minute(15), limit: 100 });
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, n) => `item-${n}`));
  const some = await dueItems<{ readonly id: string }>(client, table, { before: minute(15), limit: 4 });
  expect(some.map(({ id }) => id)).toEqual(['item-0', 'item-1', 'item-2', 'item-3']);
});

it('distinguishes items that were acted on before', async () => {
  const client = await twenty();
  const again = await dueItems<{ readonly id: string }>(client, table, {
    before: minute(5),
    limit: 100,
    onlyRepeated: true,
  });
  expect(again.map(({ id }) => id)).toEqual(['item-0', 'item-2', 'item-4']);
});
