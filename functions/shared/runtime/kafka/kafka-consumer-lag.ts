import type { Admin, Kafka } from 'kafkajs';
import { TransientError } from '../idioms/transient-error.ts';

/** A consumer group and the topic that it reads. */
interface WatchedGroup {
  readonly group: string;
  readonly topic: string;
}

const lagOf = async (admin: Admin, { group, topic }: WatchedGroup): Promise<number> => {
  const ends = await admin.fetchTopicOffsets(topic);
  const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const offsets = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends.reduce((sum, { partition, high, low }) => {
    // What nobody has committed yet, or what retention has removed, begins where the partition does.
    const position = Math.max(offsets.get(partition) ?? -1, Number(low));
    return sum + Math.max(0, Number(high) - position);
  }, 0);
};

/** How many records the group that is furthest behind has still to read. @throws {TransientError} brokers do not answer. */
export const greatestLag =
  (connect: () => Promise<Kafka>, groups: readonly WatchedGroup[]) => async (): Promise<number> => {
    try {
      const admin = (await connect()).admin({ retry: { retries: 3 } });
      await admin.connect();
      try {
        let greatest = 0;
        // One after the other: kafkajs has no brokers to ask until the first answer has named them.
        for (const group of groups) greatest = Math.max(greatest, await lagOf(admin, group));
        return greatest;
      } finally {
        await admin.disconnect();
      }
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new TransientError(`The consumers' lag is not known: ${why}`, { cause: thrown });
    }
  };
