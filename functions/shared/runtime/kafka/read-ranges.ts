import '../../../../patches/kafkajs-codecs.ts';
import type { Consumer, Kafka } from 'kafkajs';
import type { KafkaRecord } from '../idioms/kafka-record.ts';
import { recordHeaders } from './record-headers.ts';
import { type TopicRange, UnreadOffsets } from './unread-offsets.ts';

export interface ReadLimits {
  /** Time limit of the whole read. */
  readonly withinMs?: number;
  /** Time limit from one batch of records to the next. */
  readonly silenceMs?: number;
}

/**
 * Reads ranges of topics from any producer: compressed by any codec, and ending with a transaction marker, which is an offset
 * without a record. The group must be unique to this read, so that no other read takes its partitions; it commits nothing, so
 * that brokers delete it.
 * @throws {Error} brokers, permissions or a batch prevent the read, or a limit has passed: it names the unread ranges.
 */
export const readRanges = async (
  kafka: Kafka,
  groupId: string,
  ranges: readonly TopicRange[],
  limits: ReadLimits,
  onRecord: (record: KafkaRecord) => void,
): Promise<void> => {
  const unread = new UnreadOffsets(ranges);
  if (unread.isEmpty) return;
  let isOver = false;
  const consumer = kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 200,
    // A coordinator that is still loading crashes the consumer, too, and answers a moment later.
    retry: { retries: 3, restartOnFailure: async () => !isOver },
  });
  const end = new End(unread, limits);
  // `eachBatch` is not called for a batch without records; this event is.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset } }) => {
    unread.pass(topic, partition, Number(lastOffset));
    continueAt(consumer, unread, topic, partition, Number(lastOffset) + 1);
    end.progress();
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    for (const [topic, partitions] of Object.entries(memberAssignment))
      for (const partition of partitions) continueAt(consumer, unread, topic, partition);
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => end.fault(error, restart));
  const read = async (): Promise<void> => {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(ranges.map(({ topic }) => topic))], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { topic, partition, messages } }) => {
        for (const { offset, timestamp, key, value, headers } of messages) {
          const place = { topic, partition, offset: Number(offset) };
          if (!unread.take(topic, partition, place.offset)) continue;
          onRecord({ ...place, timestamp: Number(timestamp), key, value, headers: recordHeaders(headers) });
        }
      },
    });
  };
  try {
    read().catch((error: unknown) => end.fault(error, false));
    await end.reached;
  } finally {
    isOver = true;
    end.stopWaiting();
    await consumer.disconnect();
  }
};

/** @param at the offset at which the consumer continues by itself. */
const continueAt = (consumer: Consumer, unread: UnreadOffsets, topic: string, partition: number, at?: number): void => {
  const offset = unread.nextOf(topic, partition);
  if (offset === undefined) consumer.pause([{ topic, partitions: [partition] }]);
  else if (offset !== at) consumer.seek({ topic, partition, offset: String(offset) });
};

/** Resolves when all is read, rejects after a fatal fault or a passed limit. */
class End {
  readonly reached: Promise<void>;
  readonly #unread: UnreadOffsets;
  readonly #outcome: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  readonly #silenceMs: number | undefined;
  readonly #whole: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  /** The crash of a consumer that restarts. */
  #lastFault: unknown;

  constructor(unread: UnreadOffsets, { withinMs, silenceMs }: ReadLimits) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.reached = promise;
    // The first failure is the one that is reported.
    promise.catch(() => undefined);
    this.#outcome = { resolve, reject };
    this.#unread = unread;
    this.#silenceMs = silenceMs;
    if (withinMs !== undefined) this.#whole = setTimeout(() => this.#late(`not read within ${withinMs} ms`), withinMs);
    this.progress();
  }

  progress(): void {
    clearTimeout(this.#silence);
    if (this.#unread.isEmpty) this.#outcome.resolve();
    else if (this.#silenceMs !== undefined)
      this.#silence = setTimeout(() => this.#late('Kafka is silent'), this.#silenceMs);
  }

  fault(error: unknown, restarts: boolean): void {
    this.#lastFault = error;
    if (!restarts) this.#outcome.reject(error);
  }

  stopWaiting(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#whole);
  }

  #late(what: string): void {
    const left = this.#unread.left.map(
      (range) => `${range.topic}-${range.partition} from ${range.from} to ${range.end}`,
    );
    const more = left.length > 3 ? ` and ${left.length - 3} more` : '';
    const cause = this.#lastFault;
    const because = cause instanceof Error ? `: ${cause.message}` : '';
    this.#outcome.reject(
      new Error(
        `${what}; unread: ${left.slice(0, 3).join(', ')}${more}${because}`,
        cause === undefined ? {} : { cause },
      ),
    );
  }
}
