import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as local from '../../localstack/dynamodb/dynamodb-local.ts';
import { freePort } from '../../localstack/kafka/free-port.ts';
import { dueIndex } from '../../schemas/due-index.ts';
import { dynamodbJars } from './jars.ts';

export interface DynamoDbLocal {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A client of DynamoDB Local, which separates tables by key id: always the same id within a process. */
export const dynamodbLocalClient = (
  endpoint: string | (() => Promise<{ readonly url: URL }>),
  accessKeyId = 'test',
): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId, secretAccessKey: 'test' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/** Starts an empty DynamoDB Local in memory, on a free port, and resolves when it answers. */
export const startDynamoDbLocal = async (): Promise<DynamoDbLocal> => {
  const folder = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  const port = await freePort(new Set());
  const database = await local.startDynamoDbLocal({ jars: dynamodbJars, port, logFile: join(folder, 'log') });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const keySchema = (keys: readonly string[]) =>
  keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? ('HASH' as const) : ('RANGE' as const) }));

/** Creates a table with string keys. @param due with the index of due items. */
export const createTable = async (
  client: DynamoDBDocumentClient,
  name: string,
  partitionKey: string,
  sortKey?: string,
  { due = false }: { readonly due?: boolean } = {},
): Promise<void> => {
  const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  const dueKeys = [dueIndex.partitionKey, dueIndex.sortKey];
  const attributes = [...keys, ...(due ? dueKeys : [])];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((key) => ({ AttributeName: key, AttributeType: 'S' as const })),
      KeySchema: keySchema(keys),
      ...(due && {
        GlobalSecondaryIndexes: [
          { IndexName: dueIndex.name, KeySchema: keySchema(dueKeys), Projection: { ProjectionType: 'KEYS_ONLY' } },
        ],
      }),
    }),
  );
};

export interface RecordedRequest {
  /** `BatchGetItemCommand`, `PutItemCommand` … */
  readonly command: string;
  /** As JSON, for assertions on the request. */
  readonly input: string;
}

/** Records a client's requests from now on: DynamoDB Local cannot reveal, for example, a missing ConsistentRead. */
export const recordRequests = (client: DynamoDBDocumentClient): readonly RecordedRequest[] => {
  const requests: RecordedRequest[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        requests.push({ command: commandName, input: JSON.stringify(args.input) });
        return next(args);
      },
    { step: 'initialize' },
  );
  return requests;
};
