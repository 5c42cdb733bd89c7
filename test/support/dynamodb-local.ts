import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { spawnOwned } from '../../localstack/processes/owned-process.ts';
import { eventually } from './eventually.ts';
import { dynamodbJars } from './jars.ts';

export interface DynamoDbLocal {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/** A client of DynamoDB Local. It keeps no secret, and tables of different key ids apart: hence always the same. */
export const dynamodbLocalClient = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/** Starts an empty DynamoDB Local in memory, on a free port of loopback, and waits until it answers. */
export const startDynamoDbLocal = async (): Promise<DynamoDbLocal> => {
  const port = await freePort();
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  const server = spawnOwned({
    name: 'DynamoDB Local',
    command: 'java',
    args: [
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      `-Djava.library.path=${dynamodbJars}`,
      '-DDDBLocal_Telemetry=0',
      '-cp',
      join(dynamodbJars, '*'),
      'software.amazon.dynamodb.services.local.main.ServerRunner',
      ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
    ],
    stdio: { onStdout: keep, onStderr: keep },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = dynamodbLocalClient(endpoint);
  const died = server.exited.then(() => Promise.reject(new Error(`DynamoDB Local ended:\n${output}`)));
  died.catch(() => undefined);
  const answers = async (): Promise<boolean> => (await client.send(new ListTablesCommand())) !== undefined;
  await Promise.race([eventually('DynamoDB Local to answer', answers), died]);
  client.destroy();
  return { endpoint, stop: () => server.stop() };
};

/** Creates a table whose keys are strings. */
export const createTable = async (
  client: DynamoDBDocumentClient,
  name: string,
  partitionKey: string,
  sortKey?: string,
): Promise<void> => {
  const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' as const })),
      KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
};

export interface RecordedRequest {
  /** `BatchGetItemCommand`, `PutItemCommand` … */
  readonly command: string;
  /** As JSON, for assertions on what was asked. */
  readonly input: string;
}

/** Records what a client asks from now on: DynamoDB Local cannot show, for one, that a read should have been consistent. */
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
