import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDbResources } from '../../../../localstack/dynamodb/resources.ts';
import { type DynamoDb, startDynamoDb } from '../../../../localstack/dynamodb/start-dynamodb.ts';
import { dynamodbJars } from '../../../support/jars.ts';

const context = {
  stack: 'data',
  logicalId: 'Orders',
  type: 'AWS::DynamoDB::Table',
  accountId: '000000000000',
  region: 'eu-west-1',
};

const ordersTable = {
  TableName: 'orders',
  KeySchema: [
    { AttributeName: 'order_id', KeyType: 'HASH' },
    { AttributeName: 'part', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'order_id', AttributeType: 'S' },
    { AttributeName: 'part', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
};

const clientOf = (database: DynamoDb, caller: string, maxAttempts = 1): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: database.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: caller, secretAccessKey: 'local' },
    maxAttempts,
  });

const createTable = (database: DynamoDb, properties: object = {}) =>
  dynamoDbResources(clientOf(database, 'platform'))['AWS::DynamoDB::Table']?.(
    { ...ordersTable, ...properties },
    context,
  );

describe('DynamoDB behind its proxy', () => {
  let folder: string;
  let database: DynamoDb;
  let intake: DynamoDBDocumentClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    database = await startDynamoDb({ jars: dynamodbJars, logFolder: folder });
    intake = DynamoDBDocumentClient.from(clientOf(database, 'orderIntake'));
    await createTable(database);
  });

  afterAll(async () => {
    await database.stop();
    await rm(folder, { recursive: true });
  });

  beforeEach(() => database.resetStatistics());

  const put = (order_id: string, more: object = {}) =>
    intake.send(new PutCommand({ TableName: 'orders', Item: { order_id, part: 'ORDER', ...more } }));

  it('gives the table’s name as Ref and its ARN in AWS form, and takes up a table that is there', async () => {
    const created = {
      ref: 'orders',
      attributes: { Arn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders', TableId: expect.any(String) },
    };
    expect(await createTable(database)).toEqual(created);
    const otherKeys = {
      KeySchema: ordersTable.KeySchema.slice(0, 1),
      AttributeDefinitions: ordersTable.AttributeDefinitions.slice(0, 1),
    };
    await expect(createTable(database, otherKeys)).rejects.toThrow('table orders of an earlier run has other keys');
  });

  it('passes items through unchanged, and capacity only to those who ask', async () => {
    const item = { order_id: 'o-1', part: 'ORDER', amount: 1_234, lines: [{ sku: 'ä€😀', tags: new Set(['a']) }] };
    await intake.send(new PutCommand({ TableName: 'orders', Item: item }));
    const Key = { order_id: 'o-1', part: 'ORDER' };
    const unasked = await intake.send(new GetCommand({ TableName: 'orders', Key }));
    expect(unasked.Item).toEqual(item);
    expect(unasked.ConsumedCapacity).toBeUndefined();
    const answer = await intake.send(new GetCommand({ TableName: 'orders', Key, ReturnConsumedCapacity: 'TOTAL' }));
    expect(answer.ConsumedCapacity).toMatchObject({ TableName: 'orders', CapacityUnits: 0.5 });
  });

  it('counts requests and units by caller, operation and table', async () => {
    await put('o-2', { padding: 'x'.repeat(1_500) });
    await put('o-3');
    await intake.send(
      new BatchWriteCommand({
        RequestItems: { orders: ['a', 'b'].map((order_id) => ({ PutRequest: { Item: { order_id, part: 'P' } } })) },
      }),
    );
    await intake.send(
      new TransactWriteCommand({
        TransactItems: ['t', 'u'].map((order_id) => ({ Put: { TableName: 'orders', Item: { order_id, part: 'P' } } })),
      }),
    );
    await intake.send(
      new QueryCommand({
        TableName: 'orders',
        KeyConditionExpression: 'order_id = :id',
        ExpressionAttributeValues: { ':id': 'o-2' },
        ConsistentRead: true,
      }),
    );
    const saga = DynamoDBDocumentClient.from(clientOf(database, 'orderSaga'));
    await saga.send(new BatchGetCommand({ RequestItems: { orders: { Keys: [{ order_id: 'o-3', part: 'ORDER' }] } } }));

    const use = { caller: 'orderIntake', table: 'orders', requests: 1, errors: 0, readUnits: 0, writeUnits: 0 };
    expect(database.statistics()).toEqual([
      { ...use, operation: 'PutItem', requests: 2, writeUnits: 3 },
      { ...use, operation: 'BatchWriteItem', writeUnits: 2 },
      { ...use, operation: 'TransactWriteItems', writeUnits: 4 },
      { ...use, operation: 'Query', readUnits: 1 },
      { ...use, operation: 'BatchGetItem', caller: 'orderSaga', readUnits: 0.5 },
    ]);
    database.resetStatistics();
    expect(database.statistics()).toEqual([]);
  });

  it('counts every item of a transaction; of written ones DynamoDB Local counts equal costs once', async () => {
    const sizes = [...Array<number>(10).fill(1), 1_500, 1_600, 2_500];
    const written = await intake.send(
      new TransactWriteCommand({
        TransactItems: sizes.map((size, index) => ({
          Put: { TableName: 'orders', Item: { order_id: `w-${index}`, part: 'P', padding: 'x'.repeat(size) } },
        })),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    // Should DynamoDB Local come to count each item, its own answer is the better one: see `consumed-capacity.ts`.
    expect(written.ConsumedCapacity?.map(({ CapacityUnits }) => CapacityUnits)).toEqual([2 + 4 + 6]);
    expect(database.statistics()).toMatchObject([{ operation: 'TransactWriteItems', writeUnits: 10 * 2 + 2 * 4 + 6 }]);

    await put('large', { padding: 'x'.repeat(5_000) });
    database.resetStatistics();
    const keys = [...sizes.map((_, index) => [`w-${index}`, 'P']), ['large', 'ORDER'], ['no-such-order', 'P']];
    const read = await intake.send(
      new TransactGetCommand({
        TransactItems: keys.map(([order_id, part]) => ({ Get: { TableName: 'orders', Key: { order_id, part } } })),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(read.ConsumedCapacity?.map(({ CapacityUnits }) => CapacityUnits)).toEqual([14 * 2 + 4]);
    expect(database.statistics()).toMatchObject([{ operation: 'TransactGetItems', readUnits: 14 * 2 + 4 }]);
  });

  it('passes errors on and counts them', async () => {
    await put('o-4');
    const again = intake.send(
      new PutCommand({
        TableName: 'orders',
        Item: { order_id: 'o-4', part: 'ORDER' },
        ConditionExpression: 'attribute_not_exists(order_id)',
      }),
    );
    await expect(again).rejects.toThrow(ConditionalCheckFailedException);
    expect(database.statistics()).toMatchObject([{ operation: 'PutItem', requests: 2, errors: 1, writeUnits: 1 }]);
  });
});

describe('kept tables', () => {
  it('are there after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    const options = { jars: dynamodbJars, logFolder: folder, dataFolder: join(folder, 'data') };
    try {
      for (const round of [1, 2, 3]) {
        const database = await startDynamoDb(options);
        try {
          await createTable(database);
          const client = DynamoDBDocumentClient.from(clientOf(database, 'test'));
          await client.send(new PutCommand({ TableName: 'orders', Item: { order_id: 'o', part: String(round) } }));
          const { Items = [] } = await client.send(
            new QueryCommand({
              TableName: 'orders',
              KeyConditionExpression: 'order_id = :o',
              ExpressionAttributeValues: { ':o': 'o' },
            }),
          );
          expect(Items).toHaveLength(round);
        } finally {
          await database.stop();
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
