// Also tests functions/ops/dead-letters
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letterLines } from '../../../../../bin/dead-letters/letter-lines.ts';
import { readLetters } from '../../../../../bin/dead-letters/read-letters.ts';
import { replayLetters, toReplay } from '../../../../../bin/dead-letters/replay-letters.ts';
import { kafkajsDeadLetterQueues } from '../../../../../functions/ops/dead-letters/dead-letter-queues.kafkajs.ts';
import { deadLettersRoutes } from '../../../../../functions/ops/dead-letters/dead-letters.routes.ts';
import { dynamodbLastErrorReader } from '../../../../../functions/ops/dead-letters/last-errors.dynamodb.ts';
import { dynamodbReplayMarks } from '../../../../../functions/ops/dead-letters/replay-marks.dynamodb.ts';
import { kafkaReturnedRecords } from '../../../../../functions/ops/dead-letters/returned-records.kafka.ts';
import { ok } from '../../../../../functions/shared/kernel/result.ts';
import { dynamodbLastErrors } from '../../../../../functions/shared/runtime/dynamodb/last-errors.dynamodb.ts';
import { batch } from '../../../../../functions/shared/runtime/idioms/batch.ts';
import type { Deadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import type { KafkaEvent } from '../../../../../functions/shared/runtime/idioms/kafka-record.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { transition } from '../../../../../functions/shared/runtime/idioms/transition.ts';
import { kafkaConnection } from '../../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { type KafkaProducer, kafkaProducer } from '../../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import { systemClock as clock } from '../../../../../functions/shared/runtime/system-clock.ts';
import { topicDefinitions } from '../../../../../schemas/catalogue.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { FakeFunction, functionError } from '../../../../support/event-source/fake-function.ts';
import { KafkaBench } from '../../../../support/event-source/kafka-bench.ts';
import { provisioned } from '../../../../support/event-source/properties.ts';
import { RecordingDeadLetters, RecordingEvents, silentObserver } from '../../../../support/fakes/recording-sinks.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../../support/kafka-cluster.ts';

const topic = 'orders.created';
const plenty: Deadline = { remainingMs: () => 60_000 };

/** A consumer of records of any kind, each of which fails with the same transient fault. */
const failing = (client: DynamoDBDocumentClient) =>
  batch<object>({
    accept: (value) => ok(Object(value)),
    idiom: transition<object>({
      key: () => 'all',
      concurrency: 1,
      apply: async () => {
        throw new TransientError('DynamoDB: ThrottlingException: for ada@example.org');
      },
    }),
    events: new RecordingEvents(),
    deadLetters: new RecordingDeadLetters(),
    observer: silentObserver,
    lastErrors: dynamodbLastErrors({ client: () => client, table: 'failures', principal: 'order', clock }),
  });

describe('a record whose retries are exhausted', () => {
  let cluster: TestCluster;
  let dynamodb: DynamoDbLocal;
  let client: DynamoDBDocumentClient;
  let bench: KafkaBench;
  let producer: KafkaProducer;

  const connect = async () =>
    kafkaConnection({
      ...{ brokers: cluster.bootstrapBrokers, ...testUser('admin'), clientId: 'ops', logLevel: 'NOTHING' },
    });

  beforeAll(async () => {
    [cluster, dynamodb] = await Promise.all([startTestCluster(), startDynamoDbLocal()]);
    client = dynamodbLocalClient(dynamodb.endpoint);
    await Promise.all([
      cluster.createTopics(topicDefinitions.filter(({ name }) => name.startsWith(topic))),
      createTable(client, 'failures', 'partition', 'range'),
      createTable(client, 'replays', 'record'),
    ]);
    bench = new KafkaBench(cluster);
    producer = kafkaProducer({ connect });
  });
  afterAll(async () => {
    await bench?.close();
    await producer?.disconnect();
    await cluster?.remove();
    await dynamodb?.stop();
  });

  /** The API of operators without a gateway before it. */
  const operator = () => {
    const routes = deadLettersRoutes({
      queues: kafkajsDeadLetterQueues(connect),
      returned: kafkaReturnedRecords(producer),
      lastErrors: dynamodbLastErrorReader(client, 'failures'),
      replays: dynamodbReplayMarks(client, 'replays'),
      clock,
    });
    return {
      send: async (method: string, path: string, body?: unknown) => {
        const { pathname, searchParams } = new URL(path, 'http://local');
        const query = Object.fromEntries(searchParams);
        const route = routes[`${method} ${pathname}`];
        const answer = await route?.(httpRequestOf({ query, body, actor: 'iam:grace' }));
        return { status: answer?.statusCode ?? 0, headers: new Headers(), body: JSON.parse(answer?.body ?? '') };
      },
    };
  };
  const recordsIn = async (): Promise<number> => {
    const ends = await cluster.admin((admin) => admin.fetchTopicOffsets(topic));
    return ends.reduce((sum, { high }) => sum + Number(high), 0);
  };
  /** As `dlq replay <topic> --all` does it. */
  const replayAll = async () => {
    const { letters } = await readLetters(operator(), topic);
    return replayLetters(operator(), topic, toReplay(letters));
  };

  it('is listed with its last error, and all letters replayed twice are written once', async () => {
    const consume = failing(client);
    const handler = new FakeFunction(async ({ event }, index) =>
      // The last attempt dies: what an attempt before it met is known.
      index === 2 ? functionError : { payload: JSON.stringify(await consume(event as unknown as KafkaEvent, plenty)) },
    );
    await bench.produce(topic, 5, '{"n":1}', '{"n":2}');
    const mapping = await bench.started(topic, handler, {
      ...provisioned,
      FunctionName: 'orderstream-test-order-saga',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: `kafka://${topic}.dlq` } },
    });
    await bench.drained(mapping, 60_000);
    await mapping.stop();
    expect(handler.invocations).toHaveLength(3);

    const listed = await readLetters(operator(), topic);
    expect(listed.letters).toHaveLength(2);
    for (const letter of listed.letters) {
      expect(letter).toMatchObject({
        ...{ given_up_by: 'event-source', consumer_group: 'order-saga.orders', attempts: 3, replayable: true },
        cause: expect.stringMatching(/^RetriesExhausted/),
        last_error: { error: 'TransientError: DynamoDB: ThrottlingException: for ***' },
      });
      expect(letter).not.toHaveProperty('replayed');
    }

    const before = await recordsIn();
    expect((await replayAll()).replayed).toHaveLength(2);
    expect(await recordsIn()).toBe(before + 2);
    expect(await replayAll()).toEqual({ replayed: [], skipped: [] });
    // By name, too: the mark is the API's, not the command's.
    const named = await replayLetters(operator(), topic, listed.letters);
    expect([named.replayed.length, named.skipped.length]).toEqual([0, 2]);
    expect(await recordsIn()).toBe(before + 2);

    const marked = await readLetters(operator(), topic);
    for (const { replayed } of marked.letters) expect(replayed).toMatchObject({ by: 'iam:grace' });
    expect(
      letterLines(marked)
        .join('\n')
        .match(/replayed \S+ by iam:grace/g),
    ).toHaveLength(2);

    const again = await replayLetters(operator(), topic, listed.letters.slice(0, 1), { again: true });
    expect([again.replayed.length, await recordsIn()]).toEqual([1, before + 3]);
  });
});
