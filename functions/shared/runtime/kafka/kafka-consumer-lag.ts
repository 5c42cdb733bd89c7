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
    // Without a committed offset, or with one that retention has removed, the group starts at the log start offset.
    const position = Math.max(offsets.get(partition) ?? -1, Number(low));
    return sum + Math.max(0, Number(high) - position);
  }, 0);
};

/** The lag, in records, of the group that is furthest behind. @throws {TransientError} brokers do not answer. */
export const greatestLag =
  (connect: () => Promise<Kafka>, groups: readonly WatchedGroup[]) => async (): Promise<number> => {
    try {
      const admin = (await connect()).admin({ retry: { retries: 3 } });
      await admin.connect();
      try {
        let greatest = 0;
        // One after the other: kafkajs knows no brokers to query before its first metadata response.
        for (const group of groups) greatest = Math.max(greatest, await lagOf(admin, group));
        return greatest;
      } finally {
        await admin.disconnect();
      }
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new TransientError(`Consumer lag is unknown: ${why}`, { cause: thrown });
    }
  };
