import { v4 as uuidv4 } from 'uuid';
import type { Connection } from './connection.ts';
import { withAdmin } from './kafka-admin.ts';

/** What to read of one partition: from the first record there is to the one before `end`. */
export interface PartitionEnd {
  readonly topic: string;
  readonly partition: number;
  /** The first record that is still there. */
  readonly from: number;
  readonly end: number;
}

interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: Uint8Array;
}

const silenceMs = 30_000;
const watchMs = 1_000;

/**
 * Reads topics from their beginning to where they ended when it was asked. Leaves no consumer group behind.
 * @throws {Error} Kafka was silent for half a minute, with records still to come.
 */
export const readTopics = async (
  connection: Connection,
  ends: readonly PartitionEnd[],
  onRecord: (record: ReadRecord) => void,
): Promise<void> => {
  const nameOf = (topic: string, partition: number): string => `${topic}-${partition}`;
  const open = new Map(
    ends.filter(({ from, end }) => from < end).map((one) => [nameOf(one.topic, one.partition), one.end]),
  );
  if (open.size === 0) return;
  const groupId = `orderstream-cli.${uuidv4()}`;
  const consumer = connection.kafka.consumer({ groupId, maxWaitTimeInMs: 200 });
  const { promise: atTheEnd, resolve, reject } = Promise.withResolvers<void>();
  // Whatever fails first is what is reported.
  atTheEnd.catch(() => undefined);
  let heardAt = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - heardAt < silenceMs) return;
    reject(new Error(`Kafka is silent; unread: ${[...open.keys()].join(', ')}`));
  }, watchMs);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(ends.map(({ topic }) => topic))], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message: { offset, value } }) => {
        heardAt = performance.now();
        const name = nameOf(topic, partition);
        const end = open.get(name);
        if (end === undefined) return;
        if (Number(offset) < end && value !== null) onRecord({ topic, partition, offset: Number(offset), value });
        if (Number(offset) + 1 >= end) open.delete(name);
        if (open.size === 0) resolve();
      },
    });
    await atTheEnd;
  } finally {
    clearInterval(watch);
    await consumer.disconnect();
    await withAdmin(connection, (admin) => admin.deleteGroups([groupId])).catch(() => {});
  }
};
