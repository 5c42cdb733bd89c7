import type { Admin } from 'kafkajs';
import { type TopicName, topics } from '../../schemas/catalogue.ts';

interface Lag {
  readonly group: string;
  readonly topic: TopicName;
  readonly records: number;
}

interface TopicEnd {
  readonly topic: string;
  readonly partition: number;
  readonly low: string;
  readonly high: string;
}

/** Records before the ends that each declared consumer group has not committed. One request a group. */
export const consumerLag = async (admin: Admin, ends: readonly TopicEnd[]): Promise<readonly Lag[]> => {
  const lags: Lag[] = [];
  for (const topic of Object.keys(topics) as TopicName[]) {
    const ofTopic = ends.filter((end) => end.topic === topic);
    for (const { group } of topics[topic].consumers) {
      const [fetched] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const committed = new Map((fetched?.partitions ?? []).map((one) => [one.partition, Number(one.offset)]));
      const records = ofTopic.reduce((sum, { partition, low, high }) => {
        // −1: the group has committed nothing in this partition, and reads it from its beginning.
        const offset = Math.max(committed.get(partition) ?? -1, Number(low));
        return sum + Math.max(0, Number(high) - offset);
      }, 0);
      lags.push({ group, topic, records });
    }
  }
  return lags;
};
