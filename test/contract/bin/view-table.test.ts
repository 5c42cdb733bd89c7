import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewTable } from '../../../bin/views/rebuild.ts';
import { dynamodbViewTable } from '../../../bin/views/view-table.ts';
import type { ViewStore } from '../../../functions/analytics/ports.ts';
import { dynamodbViews } from '../../../functions/analytics/views.dynamodb.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../support/dynamodb-local.ts';
import { InMemoryViews } from '../../support/fakes/in-memory-views.ts';

let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

type Table = ViewTable & Pick<ViewStore, 'add' | 'touch'>;

const inMemory = async (): Promise<Table> => {
  const views = new InMemoryViews();
  return {
    rows: async () => views.all,
    correct: views.correct.bind(views),
    add: views.add.bind(views),
    touch: views.touch.bind(views),
  };
};
const inDynamoDb = async (): Promise<Table> => {
  const views = `views-${randomUUID()}`;
  await createTable(client, views, 'view', 'row');
  const { add, touch } = dynamodbViews(client, { views, seen: 'seen' });
  return { ...dynamodbViewTable(client, views), add, touch };
};

describe.each([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDb],
])('the table of the views %s', (_name, open) => {
  const key = { view: 'orders|days', row: '2026-11-22' };
  const given = async () => {
    const table = await open();
    await table.add(key, { counts: { a: 1, b: 2 }, fences: { 0: { from: 0, to: 5 } } });
    await table.touch('orders.created', '2026-11-22T06:00:00.000Z');
    return table;
  };

  it('shows its rows, and nothing but rows', async () => {
    const table = await given();
    expect(await table.rows()).toEqual([{ ...key, counts: { a: 1, b: 2 }, fences: { 0: 5 }, corrections: 0 }]);
  });

  it('corrects sums and fences, and counts how often', async () => {
    const table = await given();
    const fences = { 0: { from: 5, to: 7 }, 1: { from: undefined, to: 3 } };
    expect(await table.correct(key, { counts: { a: -1, c: 4 }, fences }, 0)).toBe(true);
    const [row] = await table.rows();
    expect(row).toEqual({ ...key, counts: { a: 0, b: 2, c: 4 }, fences: { 0: 7, 1: 3 }, corrections: 1 });
    expect(await table.correct(key, { counts: { a: 1 }, fences: {} }, 1)).toBe(true);
    expect(await table.rows()).toMatchObject([{ counts: { a: 1 }, corrections: 2 }]);
  });

  it('makes a row that is not there', async () => {
    const table = await open();
    expect(await table.correct(key, { counts: { a: 2 }, fences: { 0: { from: undefined, to: 1 } } }, 0)).toBe(true);
    expect(await table.rows()).toEqual([{ ...key, counts: { a: 2 }, fences: { 0: 1 }, corrections: 1 }]);
    // What was corrected is counted: the projection does not add it once more.
    expect(await table.add(key, { counts: { a: 2 }, fences: { 0: { from: 1, to: 1 } } })).toEqual({ 0: 1 });
  });

  it.each([
    ['was corrected by another', { counts: { a: 1 }, fences: {} }, 1],
    ['has a fence elsewhere', { counts: { a: 1 }, fences: { 0: { from: 4, to: 7 } } }, 0],
    ['has a fence where there was none', { counts: { a: 1 }, fences: { 0: { from: undefined, to: 7 } } }, 0],
  ])('leaves alone a row that %s', async (_case, correction, corrections) => {
    const table = await given();
    const before = await table.rows();
    expect(await table.correct(key, correction, corrections)).toBe(false);
    expect(await table.rows()).toEqual(before);
  });

  it('corrects while the projection adds', async () => {
    const table = await given();
    await Promise.all([
      table.correct(key, { counts: { a: 10 }, fences: {} }, 0),
      table.add(key, { counts: { a: 100 }, fences: { 0: { from: 6, to: 6 } } }),
    ]);
    expect(await table.rows()).toMatchObject([{ counts: { a: 111, b: 2 }, fences: { 0: 6 } }]);
  });
});
