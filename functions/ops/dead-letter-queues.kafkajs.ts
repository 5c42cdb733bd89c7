import type { Kafka } from 'kafkajs';
import { v4 as uuidv4 } from 'uuid';
import { deadLetterTopic, replay } from '../../schemas/catalogue.ts';
import type { KafkaRecord } from '../shared/runtime/idioms/kafka-record.ts';
import { causeOf } from '../shared/runtime/idioms/settlement.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import { recordHeaders } from '../shared/runtime/record-headers.ts';
import type { OffsetRange } from './dead-letter-page-domain.ts';
import type { DeadLetterQueues } from './ports.ts';
import { WantedOffsets } from './wanted-offsets-domain.ts';

/** The longest that reading may take, and what it leaves of the caller's time for writing back and for the answer. */
const budgetMs = 15_000;
const reserveMs = 12_000;

/**
 * Reads ranges of a topic in a consumer group that nobody else is in, which commits nothing: no two readings take partitions
 * from each other, and brokers forget a group without members and offsets.
 */
const readRanges = async (
  kafka: Kafka,
  topic: string,
  ranges: readonly OffsetRange[],
  withinMs: number,
): Promise<readonly KafkaRecord[]> => {
  const wanted = new WantedOffsets(ranges);
  const found: KafkaRecord[] = [];
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  let fault = new Error('time is up');
  let isOver = false;
  const timer = setTimeout(() => reject(fault), withinMs);
  const consumer = kafka.consumer({
    groupId: `${replay.groupPrefix}${uuidv4()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 200,
    // A coordinator that is only loading ends the consumer as well, and is there a moment later.
    retry: { retries: 3, restartOnFailure: async () => !isOver },
  });
  const goOn = (partition: number): void => {
    const offset = wanted.nextOf(partition);
    if (offset === undefined) consumer.pause([{ topic, partitions: [partition] }]);
    else consumer.seek({ topic, partition, offset: String(offset) });
  };
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const { partition } of ranges) goOn(partition);
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    fault = error;
    if (!restart) reject(error);
  });
  const read = async (): Promise<void> => {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { partition, messages } }) => {
        for (const { offset, timestamp, key, value, headers } of messages) {
          if (!wanted.take(partition, Number(offset))) continue;
          const place = { topic, partition, offset: Number(offset), timestamp: Number(timestamp) };
          found.push({ ...place, key, value, headers: recordHeaders(headers) });
        }
        goOn(partition);
        if (wanted.isEmpty) resolve();
      },
    });
  };
  try {
    read().catch(reject);
    await done;
    return found;
  } finally {
    isOver = true;
    clearTimeout(timer);
    await consumer.disconnect();
  }
};

const orTransient = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw new TransientError(`The dead-letter queue cannot be read: ${causeOf(thrown)}`, { cause: thrown });
  }
};

/** The dead-letter queues as they lie in Kafka. */
export const kafkajsDeadLetterQueues = (connect: () => Promise<Kafka>): DeadLetterQueues => ({
  kept: (topic) =>
    orTransient(async () => {
      const admin = (await connect()).admin({ retry: { retries: 3 } });
      await admin.connect();
      try {
        const ends = await admin.fetchTopicOffsets(deadLetterTopic(topic));
        return ends.map(({ partition, low, high }) => ({ partition, from: Number(low), end: Number(high) }));
      } finally {
        await admin.disconnect();
      }
    }),
  read: async (topic, ranges, deadline) => {
    if (ranges.length === 0) return [];
    const withinMs = Math.max(0, Math.min(budgetMs, deadline.remainingMs() - reserveMs));
    return orTransient(async () => readRanges(await connect(), deadLetterTopic(topic), ranges, withinMs));
  },
});
