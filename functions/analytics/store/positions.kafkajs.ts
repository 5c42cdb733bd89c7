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

/** Longer than the retention of any topic of the views. */
const longestMs = 60 * 86_400_000;
/** Relative precision of the age. */
const precision = 1.05;

/** Bisects the logarithm of the age: Kafka's time index answers whether an older record is pending. */
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
    waitingSince: (topic, positions, now) => withAdmin((admin) => oldestWaiting(admin, topic, positions, now)),
  };
};
