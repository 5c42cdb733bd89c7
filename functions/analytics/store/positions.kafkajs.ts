import type { Admin, Kafka } from 'kafkajs';
import { type Consumer, type TopicName, topicNames, topics } from '../../../schemas/catalogue.ts';
import { type OffsetsAt, oldestPending } from '../../shared/kernel/oldest-pending.ts';
import { causeOf } from '../../shared/runtime/idioms/batch-outcome.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { ConsumerPosition, ConsumerPositions } from '../model/ports.ts';

const projection = 'analytics/project';

const groups: readonly { readonly topic: TopicName; readonly group: string }[] = topicNames.flatMap((topic) =>
  topics[topic].consumers
    .filter((consumer: Consumer) => consumer.function === projection)
    .map(({ group }) => ({ topic, group })),
);

const readTopic = async (admin: Admin, topic: string, groupId: string): Promise<readonly ConsumerPosition[]> => {
  // The group first: a record produced in between makes the lag too high, never too low.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const ends = await admin.fetchTopicOffsets(topic);
  const reached = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends
    .map(({ partition, high, low }) => {
      // A group without a committed offset (-1) starts at the beginning.
      const committed = Math.max(0, reached.get(partition) ?? 0);
      const first = Number(low);
      const acknowledged = Math.max(committed, first);
      return { topic, partition, first, end: Number(high), acknowledged, lost: acknowledged - committed };
    })
    .sort((a, b) => a.partition - b.partition);
};

const offsetsAt =
  (admin: Admin, topic: string): OffsetsAt =>
  async (time) =>
    new Map(
      (await admin.fetchTopicOffsetsByTimestamp(topic, time)).map(({ partition, offset }) => [
        partition,
        Number(offset),
      ]),
    );

/** The positions of the projection's groups from Kafka. */
export const kafkaPositions = (connect: () => Promise<Kafka>): ConsumerPositions => {
  const withAdmin = async <T>(use: (admin: Admin) => Promise<T>): Promise<T> => {
    try {
      const admin = (await connect()).admin({ retry: { retries: 1 } });
      await admin.connect();
      try {
        return await use(admin);
      } finally {
        await admin.disconnect();
      }
    } catch (thrown) {
      throw new TransientError(`Kafka did not return the consumers' positions: ${causeOf(thrown)}`, { cause: thrown });
    }
  };
  return {
    read: () =>
      withAdmin(async (admin) => {
        const positions: ConsumerPosition[] = [];
        // One after the other: kafkajs loses all but one of several requested topics.
        for (const { topic, group } of groups) positions.push(...(await readTopic(admin, topic, group)));
        return positions;
      }),
    waitingSince: (topic, positions, now) =>
      withAdmin((admin) => oldestPending(offsetsAt(admin, topic), positions, now)),
  };
};
