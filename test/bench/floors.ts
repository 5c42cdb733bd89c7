import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import kafkajs, { type ITopicConfig, type Kafka } from 'kafkajs';
import { v4 as uuidv4 } from 'uuid';
import type { Connection } from '../../bin/client/connection.ts';
import { withAdmin } from '../../bin/client/kafka-admin.ts';
import type { Platform } from '../../localstack/platform.ts';
import { replication } from '../../schemas/catalogue.ts';
import { type Distribution, distribution, timed } from './distribution.ts';

/** What the parts cost by themselves, on this machine, in this run: nothing built on them can be faster. */
export interface Floors {
  /** One record, acknowledged by all in-sync replicas. */
  readonly send: Distribution;
  /** One small conditional put, through the counting proxy as functions do it. */
  readonly conditionalPut: Distribution;
  /** From before the send to a consumer having the record. */
  readonly roundTrip: Distribution;
  /** An empty function, called on a warm environment. */
  readonly warmCall: Distribution;
  /** Process start and initialisation of an empty function. */
  readonly init: Distribution;
}

/** Names of the benchmark's own functions and topics begin so. */
export const benchPrefix = 'bench-';

/** As the orders' topics are, but without a consumer. */
const benchTopic = (): ITopicConfig => ({
  topic: `${benchPrefix}${uuidv4()}`,
  numPartitions: 12,
  replicationFactor: replication.factor,
  configEntries: [{ name: 'min.insync.replicas', value: String(replication.minInsyncReplicas) }],
});

const samples = 300;
const coldStarts = 5;

const newProducer = (kafka: Kafka) =>
  kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });

const send = async (kafka: Kafka, topic: string): Promise<Distribution> => {
  const producer = newProducer(kafka);
  await producer.connect();
  const result = await timed(samples, () =>
    producer.send({ topic, acks: -1, messages: [{ key: uuidv4(), value: 'x' }] }),
  );
  await producer.disconnect();
  return result;
};

const roundTrip = async (kafka: Kafka, topic: string): Promise<Distribution> => {
  const consumer = kafka.consumer({ groupId: `bench.${uuidv4()}`, minBytes: 1 });
  const producer = newProducer(kafka);
  await Promise.all([consumer.connect(), producer.connect()]);
  // From the beginning: what is sent before the first fetch would be missed otherwise.
  await consumer.subscribe({ topic, fromBeginning: true });
  const arrivals = new Map<string, () => void>();
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => arrivals.get(String(message.key))?.() });
  await joined;
  const once = async (): Promise<void> => {
    const key = uuidv4();
    const arrived = new Promise<void>((resolve) => arrivals.set(key, resolve));
    await producer.send({ topic, acks: -1, messages: [{ key, value: 'x' }] });
    await arrived;
    arrivals.delete(key);
  };
  const result = await timed(samples, once);
  await Promise.all([consumer.disconnect(), producer.disconnect()]);
  return result;
};

const conditionalPut = ({ dynamodb, tables }: Connection): Promise<Distribution> =>
  timed(samples, () =>
    dynamodb.send(
      new PutCommand({
        TableName: tables.prices,
        Item: { sku: `bench-${uuidv4()}` },
        ConditionExpression: 'attribute_not_exists(sku)',
      }),
    ),
  );

const emptyFunction = async ({ lambda, lambdaReports }: Platform): Promise<Pick<Floors, 'warmCall' | 'init'>> => {
  const codeFolder = await mkdtemp(join(tmpdir(), 'orderstream-bench-'));
  await writeFile(join(codeFolder, 'index.js'), 'exports.handler = async () => ({});\n');
  const name = `${benchPrefix}empty-${uuidv4()}`;
  await lambda.createFunction({
    name,
    handler: 'index.handler',
    codeFolder,
    timeoutSeconds: 10,
    memoryMb: 256,
    environment: {},
  });
  for (let n = 0; n < coldStarts; n += 1) {
    await lambda.invoke(name, '{}');
    lambda.killEnvironments(name);
  }
  const warmCall = await timed(samples, () => lambda.invoke(name, '{}'));
  lambda.killEnvironments(name);
  await rm(codeFolder, { recursive: true, force: true });
  const inits = lambdaReports.coldStartsOf(name).map(({ initMs }) => initMs ?? Number.NaN);
  return { warmCall, init: distribution(inits) };
};

export const measureFloors = async (platform: Platform, connection: Connection): Promise<Floors> => {
  const { kafka } = connection;
  const created = benchTopic();
  await withAdmin(connection, (admin) => admin.createTopics({ topics: [created], waitForLeaders: true }));
  try {
    return {
      send: await send(kafka, created.topic),
      conditionalPut: await conditionalPut(connection),
      roundTrip: await roundTrip(kafka, created.topic),
      ...(await emptyFunction(platform)),
    };
  } finally {
    await withAdmin(connection, (admin) => admin.deleteTopics({ topics: [created.topic] }));
  }
};
