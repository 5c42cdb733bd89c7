import type { Admin, Kafka } from 'kafkajs';
import { type Consumer, type TopicName, topicNames, topics } from '../../schemas/catalogue.ts';
import { causeOf } from '../shared/runtime/idioms/settlement.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import type { ConsumerPosition, ConsumerPositions } from './ports.ts';

const projection = 'analytics/project';

const groups: readonly { readonly topic: TopicName; readonly group: string }[] = topicNames.flatMap((topic) =>
  topics[topic].consumers
    .filter((consumer: Consumer) => consumer.function === projection)
    .map(({ group }) => ({ topic, group })),
);

const readTopic = async (admin: Admin, topic: string, groupId: string): Promise<readonly ConsumerPosition[]> => {
  // The group first: a record that comes in between is one more that waits, never one too few.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const ends = await admin.fetchTopicOffsets(topic);
  const reached = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends
    .map(({ partition, high, low }) => ({
      topic,
      partition,
      first: Number(low),
      end: Number(high),
      // A group that has committed nothing (-1) has all of the partition before it; what retention took is not waiting.
      acknowledged: Math.max(reached.get(partition) ?? -1, Number(low)),
    }))
    .sort((a, b) => a.partition - b.partition);
};

/** Where the groups of the projection stand in their topics, as Kafka knows it. */
export const kafkaPositions = (connect: () => Promise<Kafka>): ConsumerPositions => ({
  read: async () => {
    try {
      const admin = (await connect()).admin({ retry: { retries: 1 } });
      await admin.connect();
      try {
        const positions: ConsumerPosition[] = [];
        // One after the other: kafkajs loses all but one of the topics asked for at once.
        for (const { topic, group } of groups) positions.push(...(await readTopic(admin, topic, group)));
        return positions;
      } finally {
        await admin.disconnect();
      }
    } catch (thrown) {
      throw new TransientError(`Kafka did not tell where the consumers stand: ${causeOf(thrown)}`, { cause: thrown });
    }
  },
});
