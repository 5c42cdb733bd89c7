import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Holds } from '../../../../../functions/inventory/model/ports.ts';
import { dynamodbHolds } from '../../../../../functions/inventory/router/holds.dynamodb.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { InMemoryHolds } from '../../../../support/fakes/in-memory-holds.ts';

const { client } = dynamodbLocal('holds');
const table = 'holds';

const now = new Date('2026-11-22T06:00:00.000Z');
const lines = [
  { sku: 'A', qty: 2 },
  { sku: 'B', qty: 1 },
];
const hold = () => ({ order_id: randomUUID(), lines });

describe.each<[string, () => Holds]>([
  ['in memory', () => new InMemoryHolds()],
  ['in DynamoDB', () => dynamodbHolds(client, table)],
])('holds %s', (_name, open) => {
  it('are found unchanged after repeated opens', async () => {
    const [holds, one] = [open(), hold()];
    for (let time = 1; time <= 2; time += 1) {
      await holds.open(one, now);
      expect(await holds.find(one.order_id)).toMatchObject(one);
    }
    expect(await holds.find(randomUUID())).toBeUndefined();
  });
});

it('a hold expires after every event that could read it', async () => {
  const one = hold();
  await dynamodbHolds(client, table).open(one, now);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { order_id: one.order_id } }));
  expect(Item).toEqual({ ...one, expires_at: now.getTime() / 1_000 + 44 * 86_400 });
});

it('a hold of 2,000 lines with the longest SKUs is half as large as DynamoDB’s limit', async () => {
  const many = Array.from({ length: 2_000 }, (_, index) => ({ sku: `${index}`.padStart(64, 'S'), qty: 1_000_000 }));
  const one = { ...hold(), ordered_at: now.toISOString(), lines: many };
  const holds = dynamodbHolds(client, table);
  await holds.open(one, now);
  const found = await holds.find(one.order_id);
  expect(found).toMatchObject(one);
  expect(itemSize(JSON.parse(JSON.stringify(marshall(found))))).toBeLessThan(200 * 1_024);
});
