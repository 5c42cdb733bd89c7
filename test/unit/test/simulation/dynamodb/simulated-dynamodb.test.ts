import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { type ItemChange, SimulatedDynamoDb } from '../../../../simulation/dynamodb/simulated-dynamodb.ts';

const TableName = 'table';
const index = { name: 'due', partitionKey: 'shard', sortKey: 'at', projection: 'KEYS_ONLY' } as const;
const definitions = [
  { name: TableName, partitionKey: 'id', sortKey: 'part', timeToLive: 'expires_at', indexes: [index] },
];

const put = (part: string, more: object = {}) =>
  new PutCommand({ TableName, Item: { id: 'a', part, shard: '0', at: part, ...more } });

describe('a listener', () => {
  const listening = () => {
    const writes: ItemChange[] = [];
    const commits: (readonly ItemChange[])[] = [];
    const database = new SimulatedDynamoDb(definitions, {
      onWrite: (change) => writes.push(change),
      onCommit: (changes) => commits.push(changes),
    });
    return { database, writes, commits };
  };

  it('receives each item before and after', () => {
    const { database, writes, commits } = listening();
    database.execute(put('x', { n: 1 }));
    database.execute(
      new UpdateCommand({
        TableName,
        Key: { id: 'a', part: 'x' },
        UpdateExpression: 'ADD n :one REMOVE shard',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
    database.execute(new DeleteCommand({ TableName, Key: { id: 'a', part: 'x' } }));
    database.execute(new DeleteCommand({ TableName, Key: { id: 'a', part: 'x' } }));
    const [first, second] = [
      { id: 'a', part: 'x', shard: '0', at: 'x', n: 1 },
      { id: 'a', part: 'x', at: 'x', n: 2 },
    ];
    expect(writes).toEqual([
      { table: TableName, before: undefined, after: first },
      { table: TableName, before: first, after: second },
      { table: TableName, before: second, after: undefined },
    ]);
    expect(commits).toEqual(writes.map((write) => [write]));
  });

  it('receives a transaction once, when all of it is done', () => {
    const { database, commits } = listening();
    const Item = (part: string) => ({ id: 'a', part });
    const sizes: number[] = [];
    const counting = new SimulatedDynamoDb(definitions, {
      onWrite: () => sizes.push(counting.table(TableName).all().length),
    });
    for (const one of [database, counting])
      one.execute(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: Item('x') } },
            {
              ConditionCheck: {
                TableName,
                Key: Item('y'),
                ConditionExpression: 'attribute_not_exists(id)',
              },
            },
            { Put: { TableName, Item: Item('z') } },
          ],
        }),
      );
    expect(commits.map((changes) => changes.map(({ after }) => after?.['part']))).toEqual([['x', 'z']]);
    expect(sizes).toEqual([2, 2]);
    database.execute(
      new BatchWriteCommand({
        RequestItems: { [TableName]: ['v', 'w'].map((part) => ({ PutRequest: { Item: Item(part) } })) },
      }),
    );
    expect(commits).toHaveLength(3);
  });

  it('receives what is past its time', () => {
    const { database, writes } = listening();
    database.execute(put('x', { expires_at: 10 }));
    database.execute(put('y', { expires_at: 11 }));
    database.expire(10_500);
    expect(writes.at(-1)).toMatchObject({ before: { part: 'x' }, after: undefined });
    expect(database.table(TableName).all()).toMatchObject([{ part: 'y' }]);
  });
});

describe('a read that is behind', () => {
  const clock = { now: 0 };
  /** `x` put at 10, changed at 20, moved within the index at 30; `y` put at 20, gone at 30, as one of another partition and of no index. */
  const history = () => {
    const database = new SimulatedDynamoDb(definitions, { now: () => clock.now });
    clock.now = 10;
    database.execute(put('x', { n: 1 }));
    database.execute(put('x', { id: 'b', shard: undefined, at: undefined }));
    clock.now = 20;
    database.execute(put('x', { n: 2 }));
    database.execute(put('y', { n: 2 }));
    clock.now = 30;
    database.execute(put('x', { n: 3, shard: '1' }));
    database.execute(new DeleteCommand({ TableName, Key: { id: 'a', part: 'y' } }));
    database.execute(new DeleteCommand({ TableName, Key: { id: 'b', part: 'x' } }));
    return database;
  };
  const Key = { id: 'a', part: 'x' };
  const query = (more: object) => new QueryCommand({ TableName, ExpressionAttributeValues: { ':of': 'a' }, ...more });
  const byKey = { KeyConditionExpression: 'id = :of' };

  it.each([
    [25, undefined, []],
    [20, 1, ['x']],
    [15, 1, ['x']],
    [10, 2, ['x', 'y']],
    [1, 2, ['x', 'y']],
    [0, 3, ['x']],
  ])('of %i ms answers as of then', (lagMs, n, parts) => {
    const database = history();
    const found = { n, parts };
    const get = new GetCommand({ TableName, Key });
    const batch = new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key] } } });
    expect(database.execute(get, { lagMs })).toMatchObject(n === undefined ? {} : { Item: { n } });
    expect(database.execute(batch, { lagMs })).toMatchObject({
      Responses: { [TableName]: n === undefined ? [] : [{ n }] },
    });
    expect(database.execute(query(byKey), { lagMs })).toMatchObject({ Items: found.parts.map((part) => ({ part })) });
  });

  it('is not one that is to be consistent', () => {
    const database = history();
    const lag = { lagMs: 25 };
    const consistent = { ConsistentRead: true };
    expect(database.execute(new GetCommand({ TableName, Key, ...consistent }), lag)).toMatchObject({ Item: { n: 3 } });
    expect(database.execute(query({ ...byKey, ...consistent }), lag)).toMatchObject({ Count: 1 });
    const batch = new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key], ...consistent } } });
    expect(database.execute(batch, lag)).toMatchObject({ Responses: { [TableName]: [{ n: 3 }] } });
    // Nor is the next request, which names none.
    expect(database.execute(new GetCommand({ TableName, Key }))).toMatchObject({ Item: { n: 3 } });
  });

  it('of an index finds what was there', () => {
    const ofShard = (shard: string) => ({
      IndexName: 'due',
      KeyConditionExpression: 'shard = :of',
      ExpressionAttributeValues: { ':of': shard },
    });
    const parts = (shard: string, lagMs: number) =>
      (history().execute(query(ofShard(shard)), { lagMs }) as { Items: { part: string }[] }).Items.map(
        ({ part }) => part,
      );
    expect([parts('0', 0), parts('1', 0)]).toEqual([[], ['x']]);
    expect([parts('0', 5), parts('1', 5)]).toEqual([['x', 'y'], []]);
    expect(parts('0', 15)).toEqual(['x']);
  });

  it('sees no further back than is remembered, whatever the writes are', () => {
    const database = new SimulatedDynamoDb(definitions, { now: () => clock.now });
    for (let n = 1; n <= 1_000; n += 1) {
      clock.now = n;
      database.execute(put('x', { n }));
    }
    const { Item } = database.execute(new GetCommand({ TableName, Key }), { lagMs: 950 }) as { Item: { n: number } };
    expect(Item.n).toBeGreaterThan(500);
    expect(Item.n).toBeLessThanOrEqual(800);
    expect(database.execute(new GetCommand({ TableName, Key }), { lagMs: 150 })).toMatchObject({ Item: { n: 850 } });
  });
});

it('keeps what it is given, whatever becomes of that', () => {
  const database = new SimulatedDynamoDb(definitions);
  const given = { tags: new Set(['p']), list: [{ k: 1 }] };
  database.execute(put('x', given));
  given.tags.add('q');
  given.list.push({ k: 2 });
  const { Item } = database.execute(new GetCommand({ TableName, Key: { id: 'a', part: 'x' } })) as {
    Item: typeof given;
  };
  expect(Item).toMatchObject({ tags: new Set(['p']), list: [{ k: 1 }] });
  expect(() => Item.list.push({ k: 3 })).toThrow(TypeError);
});

it('is a client to the paginators of the SDK', async () => {
  const database = new SimulatedDynamoDb(definitions);
  for (const part of ['x', 'y', 'z']) database.execute(put(part));
  const pages = paginateQuery(
    { client: database.client, pageSize: 2 },
    { TableName, KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'a' } },
  );
  const found: unknown[] = [];
  for await (const { Items = [] } of pages) {
    found.push(Items.map(({ part }) => part));
    // A page goes on where the one before ended, be its last item gone.
    database.execute(new DeleteCommand({ TableName, Key: { id: 'a', part: 'y' } }));
  }
  expect(found).toEqual([['x', 'y'], ['z']]);
});
