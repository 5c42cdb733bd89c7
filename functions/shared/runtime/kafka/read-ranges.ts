import '../../../../patches/kafkajs-codecs.ts';
import type { Consumer, Kafka } from 'kafkajs';
import type { KafkaRecord } from '../idioms/kafka-record.ts';
import { recordHeaders } from './record-headers.ts';
import { type TopicRange, WantedOffsets } from './wanted-offsets.ts';

export interface ReadLimits {
  /** All of it, at the most. */
  readonly withinMs?: number;
  /** From one batch of records to the next, at the most. */
  readonly silenceMs?: number;
}

/**
 * Reads ranges of topics, whatever wrote them: compressed by any codec, and ending with the marker of a transaction, which is
 * an offset without a record. The group must be of this reading alone; it commits nothing, so that no two readings take
 * partitions from each other and brokers forget the group.
 * @throws {Error} brokers, rights or a batch keep it from reading, or a limit has passed: it names what is left.
 */
export const readRanges = async (
  kafka: Kafka,
  groupId: string,
  ranges: readonly TopicRange[],
  limits: ReadLimits,
  onRecord: (record: KafkaRecord) => void,
): Promise<void> => {
  const wanted = new WantedOffsets(ranges);
  if (wanted.isEmpty) return;
  let isOver = false;
  const consumer = kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 200,
    // A coordinator that is only loading ends the consumer as well, and is there a moment later.
    retry: { retries: 3, restartOnFailure: async () => !isOver },
  });
  const end = new End(wanted, limits);
  // Where a batch ends, kafkajs knows also of one without records: it hands over none of those.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset } }) => {
    wanted.pass(topic, partition, Number(lastOffset));
    goOn(consumer, wanted, topic, partition, Number(lastOffset) + 1);
    end.progress();
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    for (const [topic, partitions] of Object.entries(memberAssignment))
      for (const partition of partitions) goOn(consumer, wanted, topic, partition);
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
          if (!wanted.take(topic, partition, place.offset)) continue;
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

/** @param at where the consumer goes on by itself. */
const goOn = (consumer: Consumer, wanted: WantedOffsets, topic: string, partition: number, at?: number): void => {
  const offset = wanted.nextOf(topic, partition);
  if (offset === undefined) consumer.pause([{ topic, partitions: [partition] }]);
  else if (offset !== at) consumer.seek({ topic, partition, offset: String(offset) });
};

/** The end of a reading: all is read, something keeps it from that, or a limit has passed. */
class End {
  readonly reached: Promise<void>;
  readonly #wanted: WantedOffsets;
  readonly #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  readonly #silenceMs: number | undefined;
  readonly #whole: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  /** What a consumer that starts again has ended with. */
  #lastFault: unknown;

  constructor(wanted: WantedOffsets, { withinMs, silenceMs }: ReadLimits) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.reached = promise;
    // The first failure is the one that is reported.
    promise.catch(() => undefined);
    this.#settle = { resolve, reject };
    this.#wanted = wanted;
    this.#silenceMs = silenceMs;
    if (withinMs !== undefined) this.#whole = setTimeout(() => this.#late(`not read within ${withinMs} ms`), withinMs);
    this.progress();
  }

  progress(): void {
    clearTimeout(this.#silence);
    if (this.#wanted.isEmpty) this.#settle.resolve();
    else if (this.#silenceMs !== undefined)
      this.#silence = setTimeout(() => this.#late('Kafka is silent'), this.#silenceMs);
  }

  fault(error: unknown, goesOn: boolean): void {
    this.#lastFault = error;
    if (!goesOn) this.#settle.reject(error);
  }

  stopWaiting(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#whole);
  }

  #late(what: string): void {
    const left = this.#wanted.left.map(
      (range) => `${range.topic}-${range.partition} from ${range.from} to ${range.end}`,
    );
    const more = left.length > 3 ? ` and ${left.length - 3} more` : '';
    const cause = this.#lastFault;
    const because = cause instanceof Error ? `: ${cause.message}` : '';
    this.#settle.reject(
      new Error(
        `${what}; unread: ${left.slice(0, 3).join(', ')}${more}${because}`,
        cause === undefined ? {} : { cause },
      ),
    );
  }
}
