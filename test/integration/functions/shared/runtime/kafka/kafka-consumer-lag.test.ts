import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { kafkaConnection } from '../../../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { greatestLag } from '../../../../../../functions/shared/runtime/kafka/kafka-consumer-lag.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../../../support/kafka-cluster.ts';

describe('how far consumers are behind', () => {
  let cluster: TestCluster;
  const topic = `test-${randomUUID()}`;

  const greatest = (groups: readonly string[], brokers = cluster.bootstrapBrokers) => {
    const login = { ...testUser('order'), clientId: 'order', logLevel: 'NOTHING' } as const;
    const watched = groups.map((group) => ({ group, topic }));
    return greatestLag(async () => kafkaConnection({ brokers, ...login }), watched)();
  };
  const commit = (groupId: string, offsets: readonly number[]) =>
    cluster.admin((admin) =>
      admin.setOffsets({
        groupId,
        topic,
        partitions: offsets.map((offset, partition) => ({ partition, offset: String(offset) })),
      }),
    );

  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.createTopics([{ name: topic, partitions: 3, replicationFactor: 3, configs: {} }]);
    const producer = cluster.as('order').producer();
    await producer.connect();
    const messages = Array.from({ length: 30 }, (_, index) => ({ partition: index % 3, value: String(index) }));
    await producer.send({ topic, messages });
    await producer.disconnect();
    await commit('behind', [10, 4, 7]);
    await commit('done', [10, 10, 10]);
    await commit('partly', [10, 5]);
  });
  afterAll(() => cluster.remove());

  it('is nothing once all is committed', async () => {
    expect(await greatest(['done'])).toBe(0);
  });

  it('is the sum over the partitions, of the group that is furthest behind', async () => {
    expect(await greatest(['done', 'behind'])).toBe(9);
  });

  it('counts what a group has never committed from where the partition begins', async () => {
    expect(await greatest(['partly'])).toBe(15);
    await cluster.admin(async (admin) => {
      // Or kafkajs does not know the leaders.
      await admin.fetchTopicOffsets(topic);
      const offsets = [
        { partition: 0, offset: '10' },
        { partition: 2, offset: '4' },
      ];
      await admin.deleteTopicRecords({ topic, partitions: offsets });
    });
    expect(await greatest(['never-joined'])).toBe(16);
  });

  it('is not known where no broker answers', async () => {
    await expect(greatest(['done'], '127.0.0.1:1')).rejects.toBeInstanceOf(TransientError);
  });
});
