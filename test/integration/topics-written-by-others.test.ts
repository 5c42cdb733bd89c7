import kafkajs, { type Kafka } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readTopics } from '../../bin/client/topic-reader.ts';
import { kafkajsDeadLetterQueues } from '../../functions/ops/dead-letters/dead-letter-queues.kafkajs.ts';
import { kafkaConnection } from '../../functions/shared/runtime/kafka/kafka-connection.ts';
import { greatestLag } from '../../functions/shared/runtime/kafka/kafka-consumer-lag.ts';
import { deadLetterTopic } from '../../schemas/catalogue.ts';
import { FakeFunction } from '../support/event-source/fake-function.ts';
import { deliveredValues, KafkaBench } from '../support/event-source/kafka-bench.ts';
import { eventually } from '../support/eventually.ts';
import { type Codec, javaConsumer, javaProduce } from '../support/java-clients.ts';
import { startTestCluster, type TestCluster, testUser } from '../support/kafka-cluster.ts';

let cluster: TestCluster;
let bench: KafkaBench;

beforeAll(async () => {
  cluster = await startTestCluster();
  bench = new KafkaBench(cluster);
});
afterEach(() => bench.stopMappings());
afterAll(async () => {
  await bench?.close();
  await cluster?.remove();
});

const asAdmin = (): Kafka =>
  kafkaConnection({
    ...{ brokers: cluster.bootstrapBrokers, ...testUser('admin'), clientId: 'admin', logLevel: 'NOTHING' },
  });

/** All of a topic, as `views rebuild` and `audit verify` read it. */
const readAll = async (topic: string): Promise<readonly string[]> => {
  const ends = await cluster.admin((admin) => admin.fetchTopicOffsets(topic));
  const ranges = ends.map(({ partition, low, high }) => ({ topic, partition, from: Number(low), end: Number(high) }));
  const values: string[] = [];
  await readTopics({ kafka: asAdmin() }, ranges, ({ value }) => values.push(Buffer.from(value).toString()));
  return values;
};

describe('records compressed by the Java client', () => {
  const texts = Array.from({ length: 200 }, (_, n) => `a record of some length, number ${n}`);

  it.each<Codec>(['gzip', 'snappy', 'lz4', 'zstd'])('with %s reach a function, and operators', async (codec) => {
    const topic = await bench.topic(1);
    await javaProduce(
      cluster.internalBrokers,
      topic,
      codec,
      texts.map((text, n) => `key-${n}:${text}`),
    );
    const handler = new FakeFunction();
    const mapping = await bench.started(topic, handler);
    await bench.drained(mapping);
    expect(deliveredValues(handler)).toEqual(texts);
    expect(await readAll(topic)).toEqual(texts);
  });

  it('end a reading at once, with their place, where they cannot be decompressed', async () => {
    const topic = await bench.topic(1);
    await bench.produce(topic, 0, 'readable');
    await javaProduce(cluster.internalBrokers, topic, 'snappy', ['key:unreadable']);
    const { Snappy } = kafkajs.CompressionTypes;
    const codec = kafkajs.CompressionCodecs[Snappy];
    kafkajs.CompressionCodecs[Snappy] = () => ({
      decompress: (bytes: Buffer) => codec().decompress(bytes.subarray(0, bytes.length - 1)),
    });
    try {
      await expect(readAll(topic)).rejects.toThrow(`The Snappy batch at offset 1 of ${topic}-0 cannot be decompressed`);
      const mapping = bench.start(topic, new FakeFunction());
      await eventually('the mapping to report the batch', () =>
        mapping.state().LastProcessingResult.includes(`The Snappy batch at offset 1 of ${topic}-0`),
      );
      expect(mapping.metrics().errorCount.PollingErrorCount).toBeGreaterThan(0);
    } finally {
      kafkajs.CompressionCodecs[Snappy] = codec;
    }
  });
});

describe('a topic that ends with the marker of a transaction', () => {
  const transactionalProducer = async (topic: string): Promise<kafkajs.Producer> => {
    const kafka = new kafkajs.Kafka({
      brokers: [...cluster.internalBrokers],
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 20 },
    });
    const producer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    return producer;
  };

  /** Records one by one, each in a transaction of its own that is committed or aborted. */
  const transact = async (topic: string, ...ends: readonly ('commit' | 'abort')[]): Promise<void> => {
    const producer = await transactionalProducer(topic);
    for (const [n, end] of ends.entries()) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ partition: 0, key: `key-${n}`, value: `${end} ${n}` }] });
      await transaction[end]();
    }
    await producer.disconnect();
    // The coordinator writes markers after it has answered.
    await eventually('the last marker', async () => {
      const offsets = await cluster.admin((admin) => admin.fetchTopicOffsets(topic));
      return offsets.some(({ high }) => Number(high) === 2 * ends.length);
    });
  };

  it.each([
    ['a committed one', ['commit']],
    ['an aborted one', ['commit', 'abort', 'abort']],
    ['aborted ones alone', ['abort', 'abort']],
  ] as const)('%s is read to its end by operators and by a mapping', async (_what, ends) => {
    const topic = await bench.topic(2);
    await transact(topic, ...ends);
    const committed = ends.some((end) => end === 'commit') ? ['commit 0'] : [];
    expect(await readAll(topic)).toEqual(committed);

    const handler = new FakeFunction();
    const mapping = await bench.started(topic, handler);
    await bench.drained(mapping);
    expect(deliveredValues(handler)).toEqual(committed);
  });

  it('is read to where a transaction begins that is still open', async () => {
    const topic = await bench.topic(1);
    await bench.produce(topic, 0, 'before');
    const producer = await transactionalProducer(topic);
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ partition: 0, value: 'open' }] });
    await bench.produce(topic, 0, 'behind');
    expect(await readAll(topic)).toEqual(['before']);
    await transaction.commit();
    await producer.disconnect();
    await eventually('the marker', async () => (await readAll(topic)).length === 3, 60_000);
  });

  it('is read to its end as a dead-letter queue', async () => {
    const topic = 'orders.created';
    const queue = deadLetterTopic(topic);
    await cluster.createTopics([{ name: queue, partitions: 2, replicationFactor: 3, configs: {} }]);
    await transact(queue, 'commit', 'abort');
    const queues = kafkajsDeadLetterQueues(async () => asAdmin());
    const kept = await queues.kept(topic);
    expect(kept.map(({ end }) => end)).toContain(4);
    const read = await queues.read(topic, kept, { remainingMs: () => 60_000 });
    expect(read.map(({ offset, value }) => `${offset} ${value}`)).toEqual(['0 commit 0']);
  });
});

describe('a group of the protocol of KIP-848', () => {
  it('has the lag of its committed offsets, running and gone, whatever kafkajs describes it as', async () => {
    const topic = await bench.topic(1);
    const group = `java-${topic}`;
    const lag = greatestLag(async () => asAdmin(), [{ group, topic }]);
    await bench.produce(topic, 0, 'a', 'b', 'c');
    let output = '';
    const consumer = javaConsumer(cluster.internalBrokers, topic, group, (text) => {
      output += text;
    });
    try {
      await eventually(
        'the Java consumer to have read',
        () => ['a', 'b', 'c'].every((v) => output.includes(v)),
        60_000,
      );
      await eventually('its commit', async () => (await lag()) === 0);
      // Why no function may act on a description: the group runs, and is described as dead.
      const { groups } = await cluster.admin((admin) => admin.describeGroups([group]));
      expect(groups).toMatchObject([{ state: 'Dead', members: [] }]);
    } finally {
      await consumer.stop();
    }
    await bench.produce(topic, 0, 'd', 'e');
    expect(await lag()).toBe(2);
  });
});
