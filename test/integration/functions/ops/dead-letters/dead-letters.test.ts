import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkajsDeadLetterQueues } from '../../../../../functions/ops/dead-letters/dead-letter-queues.kafkajs.ts';
import { kafkaReturnedRecords } from '../../../../../functions/ops/dead-letters/returned-records.kafka.ts';
import type { KafkaRecord } from '../../../../../functions/shared/runtime/idioms/kafka-record.ts';
import { kafkaConnection } from '../../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { type KafkaProducer, kafkaProducer } from '../../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import { type Principal, topicDefinitions } from '../../../../../schemas/catalogue.ts';
import { grantAccess } from '../../../../support/grant-access.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../../support/kafka-cluster.ts';

const plenty = { remainingMs: () => 60_000 };
const topic = 'orders.created';
const queue = 'orders.created.dlq';

/** As the function's principal, with no more rights than the matrix gives it. */
describe('the dead-letter queues in Kafka', () => {
  let cluster: TestCluster;
  let producer: KafkaProducer;

  const connectAs = (principal: Principal) => async (): Promise<Kafka> =>
    kafkaConnection({
      ...{ brokers: cluster.bootstrapBrokers, ...testUser(principal), clientId: principal, logLevel: 'NOTHING' },
    });
  const queues = () => kafkajsDeadLetterQueues(connectAs('ops'));

  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.createTopics(topicDefinitions.filter(({ name }) => name.startsWith(topic)));
    await grantAccess(cluster);
    producer = kafkaProducer({ connect: connectAs('ops') });
    await fill();
  });
  afterAll(async () => {
    await producer?.disconnect();
    await cluster?.remove();
  });

  /** 300 records in partition 0, ten in partition 1, none in partition 2; the first 20 of partition 0 are gone again. */
  const fill = async (): Promise<void> => {
    const writer = (await connectAs('order')()).producer();
    await writer.connect();
    const several = { several: ['1', Buffer.from([0xff])], none: '' };
    for (const [partition, count] of [300, 10].entries()) {
      const messages = Array.from({ length: count }, (_, n) => ({
        partition,
        key: `k${n}`,
        value: `${partition}-${n}`,
      }));
      await writer.send({ topic: queue, messages: messages.map((message) => ({ ...message, headers: several })) });
    }
    await writer.disconnect();
    await cluster.admin(async (admin) => {
      // kafkajs looks for the leaders in what it has asked for by then.
      await admin.fetchTopicOffsets(queue);
      await admin.deleteTopicRecords({ topic: queue, partitions: [{ partition: 0, offset: '20' }] });
    });
  };

  const valuesOf = (records: readonly KafkaRecord[]) =>
    records.map(({ value }) => String(value)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const read = (...ranges: readonly (readonly [partition: number, from: number, end: number])[]) =>
    queues()
      .read(
        topic,
        ranges.map(([partition, from, end]) => ({ partition, from, end })),
        plenty,
      )
      .then(valuesOf);
  const numbered = (partition: number, from: number, end: number) =>
    Array.from({ length: end - from }, (_, n) => `${partition}-${from + n}`);

  it('keep what retention left of them', async () => {
    const kept = await queues().kept(topic);
    expect(kept.toSorted((a, b) => a.partition - b.partition)).toEqual([
      { partition: 0, from: 20, end: 300 },
      { partition: 1, from: 0, end: 10 },
      { partition: 2, from: 0, end: 0 },
    ]);
  });

  it('are read in ranges, to the last record and to no other', async () => {
    expect(await read([0, 290, 300], [1, 0, 2])).toEqual([...numbered(0, 290, 300), ...numbered(1, 0, 2)]);
    expect(await read([0, 295, 296], [0, 20, 22], [0, 150, 151], [1, 9, 10])).toEqual([
      '0-20',
      '0-21',
      '0-150',
      '0-295',
      '1-9',
    ]);
    expect(await read()).toEqual([]);
  });

  it('give records with their bytes', async () => {
    const [record] = await queues().read(topic, [{ partition: 1, from: 3, end: 4 }], plenty);
    expect(record).toEqual({
      ...{ topic: queue, partition: 1, offset: 3, timestamp: expect.any(Number) },
      ...{ key: Buffer.from('k3'), value: Buffer.from('1-3') },
      headers: [
        { name: 'several', value: Buffer.from('1') },
        { name: 'several', value: Buffer.from([0xff]) },
        { name: 'none', value: Buffer.alloc(0) },
      ],
    });
    expect(Math.abs((record?.timestamp ?? 0) - Date.now())).toBeLessThan(600_000);
  });

  it('are read by several at once, none of whom waits for another', async () => {
    const reads = await Promise.all(Array.from({ length: 4 }, () => read([0, 250, 300], [1, 0, 10])));
    for (const values of reads) expect(values).toEqual([...numbered(0, 250, 300), ...numbered(1, 0, 10)]);
  });

  it('are as they were after that: no group is left with offsets or members', async () => {
    await cluster.admin(async (admin) => {
      const { groups } = await admin.listGroups();
      const ids = groups.map(({ groupId }) => groupId);
      const described = await admin.describeGroups(ids);
      expect(described.groups.flatMap(({ members }) => members)).toEqual([]);
      for (const groupId of ids) {
        const committed = await admin.fetchOffsets({ groupId, topics: [queue] });
        expect(committed.flatMap(({ partitions }) => partitions).filter(({ offset }) => offset !== '-1')).toEqual([]);
      }
    });
  });

  it('leave out what is gone meanwhile', async () => {
    expect(await read([0, 18, 22])).toEqual(['0-20', '0-21']);
  });

  it('are not waited for without an end', async () => {
    const range = [{ partition: 2, from: 0, end: 1 }];
    const soon = { remainingMs: () => 13_000 };
    await expect(queues().read(topic, range, soon)).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('are closed to principals without the right to read them', async () => {
    const others = kafkajsDeadLetterQueues(connectAs('order'));
    const soon = { remainingMs: () => 14_000 };
    const reading = others.read(topic, [{ partition: 0, from: 20, end: 21 }], soon);
    await expect(reading).rejects.toThrow(/group coordinator/);
  });

  it('give records back to their topic: by key to where the key is, without one to where they were', async () => {
    const place = { topic, partition: 31, offset: 0, timestamp: 0 };
    const headers = [
      { name: 'a', value: Buffer.from('1') },
      { name: 'a', value: Buffer.from('2') },
    ];
    const keyed = { ...place, key: Buffer.from('order-1'), value: Buffer.from([0xff]), headers };
    const binary = { ...place, key: Buffer.from([0xff, 0xfe, 1]), value: Buffer.from('{}'), headers: [] };
    const unkeyed = { ...place, key: null, value: null, headers: [] };
    const partitions = await kafkaReturnedRecords(producer).write([keyed, binary, unkeyed], plenty);
    expect(partitions[0]).toBe(producer.partitionOf(topic, 'order-1')?.partition);
    expect(partitions[2]).toBe(31);
    const ends = await cluster.admin((admin) => admin.fetchTopicOffsets(topic));
    const written = ends.flatMap(({ partition, high }) => Array.from({ length: Number(high) }, () => partition));
    expect(written.toSorted((a, b) => a - b)).toEqual(partitions.toSorted((a, b) => a - b));
  });
});
