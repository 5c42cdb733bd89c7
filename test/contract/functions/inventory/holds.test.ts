import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbHolds } from '../../../../functions/inventory/holds.dynamodb.ts';
import type { Holds } from '../../../../functions/inventory/ports.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../support/dynamodb-local.ts';
import { InMemoryHolds } from '../../../support/fakes/in-memory-holds.ts';

let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
const table = 'holds';
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
  await createTable(client, table, 'order_id', undefined, { due: true });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const at = (minute: number): Date => new Date(Date.parse('2026-11-22T06:00:00.000Z') + minute * 60_000);
const lines = [
  { sku: 'A', qty: 2 },
  { sku: 'B', qty: 1 },
];
const hold = (minute: number) => ({
  ...{ order_id: randomUUID(), lines, trace_id: '4bf9', correlation_id: 'order', due_at: at(minute).toISOString() },
});

describe.each<[string, () => Holds]>([
  ['in memory', () => new InMemoryHolds()],
  ['in DynamoDB', () => dynamodbHolds(client, table)],
])('holds %s', (_name, open) => {
  it('are opened once, and closed as often as asked', async () => {
    const [holds, one] = [open(), hold(-60)];
    await holds.open(one);
    await holds.open({ ...one, lines: [] });
    for (let time = 1; time <= 2; time += 1) expect(await holds.close(one.order_id, at(time))).toMatchObject({ lines });
    await holds.open(one);
    expect(await holds.overdue(at(0), 100)).not.toContain(one.order_id);
    expect(await holds.close(randomUUID(), at(0))).toBeUndefined();
  });

  it('expire when they are overdue, and remember when that was found first', async () => {
    const [holds, first, second, later] = [open(), hold(1), hold(2), hold(9)];
    for (const one of [later, second, first]) await holds.open(one);
    expect(await holds.overdue(at(5), 100)).toEqual([first.order_id, second.order_id]);
    expect(await holds.overdue(at(5), 1)).toEqual([first.order_id]);
    expect(await holds.expire(later.order_id, at(5))).toBeUndefined();
    expect(await holds.expire(first.order_id, at(5))).toMatchObject({ lines, expired_at: at(5).toISOString() });
    expect(await holds.expire(first.order_id, at(6))).toMatchObject({ lines, expired_at: at(5).toISOString() });
    await holds.close(first.order_id, at(7));
    expect(await holds.expire(first.order_id, at(8))).toBeUndefined();
    expect(await holds.overdue(at(5), 100)).toEqual([second.order_id]);
  });
});

it('a hold that has ended is forgotten after everything that could ask for it, one that has not never', async () => {
  const [holds, one] = [dynamodbHolds(client, table), hold(30)];
  const item = async () =>
    (await client.send(new GetCommand({ TableName: table, Key: { order_id: one.order_id } }))).Item;
  await holds.open(one);
  expect(await item()).not.toHaveProperty('expires_at');
  await holds.close(one.order_id, at(0));
  await holds.close(one.order_id, at(60));
  expect(await item()).toMatchObject({ expires_at: at(0).getTime() / 1_000 + 14 * 86_400 });
});
