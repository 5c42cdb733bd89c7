import type { Admin, SeekEntry } from 'kafkajs';
import type { Connection } from './connection.ts';

/** Runs a function with an administrator's client of the cluster. */
export const withAdmin = async <T>(
  { kafka }: Pick<Connection, 'kafka'>,
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

interface TopicEnd extends SeekEntry {
  readonly low: string;
  readonly high: string;
}

/** Offset ranges of the partitions of topics. One topic after the other: kafkajs loses all but one of those requested at once. */
export const topicEnds = async <T extends string>(
  admin: Admin,
  topics: readonly T[],
): Promise<readonly (TopicEnd & { readonly topic: T })[]> => {
  const ends: (TopicEnd & { readonly topic: T })[] = [];
  for (const topic of topics) {
    ends.push(...(await admin.fetchTopicOffsets(topic)).map((end) => ({ ...end, topic })));
  }
  return ends;
};
