import type { Admin, Kafka } from 'kafkajs';
import { type Consumer, type TopicName, topicNames, topics } from '../../../schemas/catalogue.ts';
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
  // The group first: a record that comes in between is one more that waits, never one too few.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const ends = await admin.fetchTopicOffsets(topic);
  const reached = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends
    .map(({ partition, high, low }) => {
      // A group that has committed nothing (-1) has all of the partition before it.
      const committed = Math.max(0, reached.get(partition) ?? 0);
      const first = Number(low);
      const acknowledged = Math.max(committed, first);
      return { topic, partition, first, end: Number(high), acknowledged, lost: acknowledged - committed };
    })
    .sort((a, b) => a.partition - b.partition);
};

/** Longer than any topic of the views keeps a record. */
const longestMs = 60 * 86_400_000;
/** Of the age that is found. */
const precision = 1.05;

/** Halves the logarithm of the age until it is known well enough: whether something older waits, Kafka knows by its index of times. */
const oldestWaiting = async (
  admin: Admin,
  topic: string,
  positions: readonly ConsumerPosition[],
  now: number,
): Promise<number> => {
  const isOlder = async (ageMs: number): Promise<boolean> => {
    const offsets = new Map(
      (await admin.fetchTopicOffsetsByTimestamp(topic, Math.round(now - ageMs))).map(({ partition, offset }) => [
        partition,
        Number(offset),
      ]),
    );
    return positions.some(
      ({ partition, acknowledged, end }) => acknowledged < Math.min(end, offsets.get(partition) ?? 0),
    );
  };
  let [young, old] = [1_000, longestMs];
  if (!(await isOlder(young))) return now;
  while (old / young > precision) {
    const middle = Math.sqrt(young * old);
    if (await isOlder(middle)) young = middle;
    else old = middle;
  }
  return now - young;
};

/** Where the groups of the projection stand in their topics, as Kafka knows it. */
export const kafkaPositions = (connect: () => Promise<Kafka>): ConsumerPositions => {
  const asking = async <T>(ask: (admin: Admin) => Promise<T>): Promise<T> => {
    try {
      const admin = (await connect()).admin({ retry: { retries: 1 } });
      await admin.connect();
      try {
        return await ask(admin);
      } finally {
        await admin.disconnect();
      }
    } catch (thrown) {
      throw new TransientError(`Kafka did not answer where the consumers are: ${causeOf(thrown)}`, { cause: thrown });
    }
  };
  return {
    read: () =>
      asking(async (admin) => {
        const positions: ConsumerPosition[] = [];
        // One after the other: kafkajs loses all but one of the topics asked for at once.
        for (const { topic, group } of groups) positions.push(...(await readTopic(admin, topic, group)));
        return positions;
      }),
    waitingSince: (topic, positions, now) => asking((admin) => oldestWaiting(admin, topic, positions, now)),
  };
};
