import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Holds } from '../../../../../functions/inventory/model/ports.ts';
import { dynamodbHolds } from '../../../../../functions/inventory/router/holds.dynamodb.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { InMemoryHolds } from '../../../../support/fakes/in-memory-holds.ts';

let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
const table = 'holds';
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
  await createTable(client, table, 'order_id');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

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
