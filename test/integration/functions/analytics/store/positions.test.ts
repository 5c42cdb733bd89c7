import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaPositions } from '../../../../../functions/analytics/store/positions.kafkajs.ts';
import { kafkaConnection } from '../../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { topicDefinitions, topics } from '../../../../../schemas/catalogue.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../../support/kafka-cluster.ts';

const topic = 'notifications.events';
const { partitions } = topics[topic];
const groupId = 'analytics-project.notifications';
const minute = 60_000;

describe('the positions of the projection in Kafka', () => {
  let cluster: TestCluster;
  let now: number;

  const connect = async () =>
    kafkaConnection({
      ...{ brokers: cluster.bootstrapBrokers, ...testUser('admin'), clientId: 'analytics', logLevel: 'NOTHING' },
    });
  const positions = async () => (await kafkaPositions(connect).read()).filter((one) => one.topic === topic);
  /** All but some partitions are acknowledged to their end. */
  const acknowledge = async (some: Readonly<Record<number, number>>) => {
    const ends = await cluster.admin((admin) => admin.fetchTopicOffsets(topic));
    const offsets = ends.map(({ partition, high }) => ({ partition, offset: String(some[partition] ?? high) }));
    await cluster.admin((admin) => admin.setOffsets({ groupId, topic, partitions: offsets }));
  };
  /** How long the oldest record that waits has waited. */
  const waitedMs = async () => now - (await kafkaPositions(connect).waitingSince(topic, await positions(), now));

  beforeAll(async () => {
    cluster = await startTestCluster();
    const names = topicDefinitions.filter(({ name }) => !name.endsWith('.dlq'));
    await cluster.createTopics(names);
    now = Date.now();
    const producer = (await connect()).producer();
    await producer.connect();
    // As their producers stamp them: in partition 2 times go back, as a foreign producer's may.
    const written = [
      { partition: 1, minutesAgo: [120, 60, 10] },
      { partition: 2, minutesAgo: [5, 30, 1] },
    ];
    const messages = written.flatMap(({ partition, minutesAgo }) =>
      minutesAgo.map((ago) => ({ partition, value: '{}', timestamp: String(now - ago * minute) })),
    );
    await producer.send({ topic, messages });
    await producer.disconnect();
  });
  afterAll(() => cluster?.remove());

  it('are those of every partition, also of one that has no record', async () => {
    await acknowledge({ 1: 1, 2: 3 });
    const read = await positions();
    expect(read.map(({ partition }) => partition)).toEqual(Array.from({ length: partitions }, (_, n) => n));
    expect(read.slice(0, 3)).toEqual([
      { topic, partition: 0, first: 0, end: 0, acknowledged: 0, lost: 0 },
      { topic, partition: 1, first: 0, end: 3, acknowledged: 1, lost: 0 },
      { topic, partition: 2, first: 0, end: 3, acknowledged: 3, lost: 0 },
    ]);
  });

  it.each([
    ['of the oldest partition', { 1: 0, 2: 0 }, 120],
    ['behind what was acknowledged, not before it', { 1: 1, 2: 3 }, 60],
    ['of another partition, once the oldest is acknowledged', { 1: 2, 2: 3 }, 10],
    // It cannot have waited for longer than the one before it.
    ['younger than its timestamp, where times go back', { 1: 3, 2: 0 }, 5],
    ['the last one', { 1: 3, 2: 2 }, 1],
  ])('the oldest record that waits is known to a twentieth: %s', async (_, acknowledged, minutes) => {
    await acknowledge(acknowledged);
    const waited = (await waitedMs()) / minute;
    expect(waited).toBeGreaterThan(minutes / 1.06);
    expect(waited).toBeLessThan(minutes * 1.06);
  });

  it('nothing has waited where everything is acknowledged', async () => {
    await acknowledge({});
    expect(await waitedMs()).toBe(0);
  });
});
