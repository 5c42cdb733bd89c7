import type { Kafka } from 'kafkajs';
import { v4 as uuidv4 } from 'uuid';
import { deadLetterTopic, replay } from '../../../schemas/catalogue.ts';
import { causeOf } from '../../shared/runtime/idioms/batch-outcome.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { readRanges } from '../../shared/runtime/kafka/read-ranges.ts';
import type { DeadLetterQueues } from './ports.ts';

/** Time limit of a read, and the time that it leaves the caller for the replay and the response. */
const budgetMs = 15_000;
const reserveMs = 12_000;

const orTransient = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw new TransientError(`The dead-letter queue cannot be read: ${causeOf(thrown)}`, { cause: thrown });
  }
};

/** The dead-letter queues in Kafka. */
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
    const wanted = ranges.map((range) => ({ ...range, topic: deadLetterTopic(topic) }));
    const found: KafkaRecord[] = [];
    await orTransient(async () =>
      readRanges(await connect(), `${replay.groupPrefix}${uuidv4()}`, wanted, { withinMs }, (record) => {
        found.push(record);
      }),
    );
    return found;
  },
});
