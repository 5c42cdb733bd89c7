import type { IHeaders, Kafka, Producer, TopicMessages } from 'kafkajs';
import { causeOf } from '../idioms/batch-outcome.ts';
import type { Deadline } from '../idioms/idiom.ts';
import { pause } from '../pause.ts';
import { type KeyPartition, KnownPartitions } from './known-partitions.ts';
import { judgeAttempt, ProduceOutcomeUnknown, ProduceRefused, RecordsRefused } from './produce-failure.ts';
import { recordPartitioner } from './record-partitioner.ts';
import { SendQueue } from './send-queue.ts';

export interface OutgoingRecord {
  readonly topic: string;
  /** Determines the partition unless one is given. */
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: IHeaders;
  readonly partition?: number;
}

export interface KafkaProducer {
  /**
   * Resolves when all in-sync replicas have all records.
   * @throws {ProduceRefused} nothing was written. @throws {ProduceOutcomeUnknown} some or all may have been.
   * @throws {RecordsRefused} brokers never accept some of the records; all others are written.
   */
  send(records: readonly OutgoingRecord[], deadline: Deadline): Promise<void>;
  /** The partition of a key, and whether it is writable by the last metadata; undefined before the first send. */
  partitionOf(topic: string, key: string): KeyPartition | undefined;
  disconnect(): Promise<void>;
}

export interface KafkaProducerOptions {
  /** Creates a client with fresh credentials for each new producer. */
  readonly connect: () => Promise<Kafka>;
  /** Time limit of a send in milliseconds, whatever the deadline allows. */
  readonly budgetMs?: number;
  /** Time limit in milliseconds of retries while nothing can have been written, for callers with a fallback. */
  readonly refusedRetryMs?: number;
  /** Milliseconds of the caller's deadline that a send leaves for the handling of its failure. */
  readonly reserveMs?: number;
}

/** Records of one send together stay below the brokers' limit for one batch (`message.max.bytes`, 1 MiB). */
const sendBytes = 900_000;
const backoffMs = { first: 50, longest: 1000 } as const;

/**
 * The producer of an execution environment: idempotent, acks=all, one send in flight; concurrent callers share the next one.
 * Discards the kafkajs producer after a failed send: kafkajs would reuse its sequence numbers for the next send, which brokers
 * then drop as a duplicate: acknowledged, and lost.
 */
export const kafkaProducer = (options: KafkaProducerOptions): KafkaProducer => {
  const { connect, budgetMs = 10_000, refusedRetryMs = budgetMs, reserveMs = 500 } = options;
  const known = new KnownPartitions();
  const link = new ReplaceableLink(connect, known);
  const queue = new SendQueue<OutgoingRecord>(async (records, expiresAt) => {
    let mayBeWritten = false;
    const refused = new Map<OutgoingRecord, string>();
    try {
      for (const part of cutBySize(records)) {
        const some = await sendAccepted(part, { expiresAt, refusedRetryMs, mayBeWritten }, link);
        for (const [record, cause] of some) refused.set(record, cause);
        mayBeWritten ||= some.size < part.length;
      }
    } catch (thrown) {
      void link.discard();
      throw thrown;
    }
    if (refused.size > 0) throw new RecordsRefused(refused);
  });
  return {
    send: (records, deadline) => {
      const allowed = Math.min(budgetMs, Math.max(0, deadline.remainingMs() - reserveMs));
      return records.length === 0 ? Promise.resolve() : queue.send(records, Date.now() + allowed);
    },
    partitionOf: (topic, key) => known.of(topic, key),
    disconnect: () => link.discard(),
  };
};

/** One attempt of a send. */
interface Attempt {
  /** Set once records may have been sent to the leaders of their partitions. */
  reachedLeaders: boolean;
  /** Set when the caller's promise is rejected: nothing may be sent any more. */
  abandoned: boolean;
}

/** A connected producer and its current attempt. */
interface Link {
  readonly producer: Producer;
  attempt: Attempt;
}

class ReplaceableLink {
  readonly #connect: () => Promise<Kafka>;
  readonly #known: KnownPartitions;
  #link: Promise<Link> | undefined;

  constructor(connect: () => Promise<Kafka>, known: KnownPartitions) {
    this.#connect = connect;
    this.#known = known;
  }

  async send(topicMessages: readonly TopicMessages[], timeoutMs: number, attempt: Attempt): Promise<void> {
    this.#link ??= openLink(this.#connect, this.#known);
    const opening = this.#link;
    const link = await opening.catch((thrown: unknown) => {
      if (this.#link === opening) this.#link = undefined;
      throw thrown;
    });
    if (attempt.abandoned) return;
    link.attempt = attempt;
    await link.producer.sendBatch({ acks: -1, timeout: timeoutMs, topicMessages: [...topicMessages] });
  }

  /** The next send uses a producer with another producer id. */
  async discard(): Promise<void> {
    const discarded = this.#link;
    this.#link = undefined;
    await discarded?.then(({ producer }) => producer.disconnect()).catch(() => undefined);
  }
}

const openLink = async (connect: () => Promise<Kafka>, known: KnownPartitions): Promise<Link> => {
  const kafka = await connect();
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    // kafkajs's own retry skips every broker that has answered already, also partitions that have moved there since: the send
    // succeeds without them (5 of 3,300 acknowledged records were lost to two killed brokers, with one send in flight).
    // It rejects 0 for an idempotent producer; it treats NaN as "no retries left".
    retry: { retries: Number.NaN },
    createPartitioner: () => {
      const partition = recordPartitioner();
      return (args) => {
        // The last step before kafkajs sends the records.
        if (link.attempt.abandoned) throw new Error('The attempt was abandoned');
        link.attempt.reachedLeaders = true;
        known.learn(args.topic, args.partitionMetadata);
        return partition(args);
      };
    },
  });
  const link: Link = { producer, attempt: { reachedLeaders: false, abandoned: false } };
  await producer.connect();
  return link;
};

const messagesByTopic = (records: readonly OutgoingRecord[]): readonly TopicMessages[] =>
  [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(({ topic: _, ...message }) => message),
  }));

interface RetryLimits {
  readonly expiresAt: number;
  readonly refusedRetryMs: number;
  /** Other records of the same send have been written already. */
  readonly mayBeWritten: boolean;
}

/**
 * Sends the records that brokers accept, and returns the errors of the rest. An error names no record, so that the batch is
 * bisected until the refused record is alone. Records that were written to other partitions are written again, by another
 * producer: kafkajs would reuse its sequence numbers for the halves.
 */
const sendAccepted = async (
  records: readonly OutgoingRecord[],
  limits: RetryLimits,
  link: ReplaceableLink,
): Promise<ReadonlyMap<OutgoingRecord, string>> => {
  const fault = await sendUntil(records, limits, link);
  if (fault === undefined) return new Map();
  await link.discard();
  const [only, ...others] = records;
  if (only === undefined || others.length === 0) return new Map(records.map((record) => [record, fault]));
  const middle = Math.ceil(records.length / 2);
  const halves = [records.slice(0, middle), records.slice(middle)];
  const refused: (readonly [OutgoingRecord, string])[] = [];
  for (const half of halves) refused.push(...(await sendAccepted(half, { ...limits, mayBeWritten: true }, link)));
  return new Map(refused);
};

/**
 * Retries until an attempt succeeds, none can, or time is up; returns the error of a record that can never be accepted. Keeps the
 * producer between attempts: brokers deduplicate its batches.
 */
const sendUntil = async (
  records: readonly OutgoingRecord[],
  limits: RetryLimits,
  link: ReplaceableLink,
): Promise<string | undefined> => {
  const { expiresAt, refusedRetryMs } = limits;
  const refusedAt = Math.min(expiresAt, Date.now() + refusedRetryMs);
  const messages = messagesByTopic(records);
  let { mayBeWritten } = limits;
  let pauseMs: number = backoffMs.first;
  for (;;) {
    const attempt: Attempt = { reachedLeaders: false, abandoned: false };
    try {
      await before(expiresAt, attempt, (timeoutMs) => link.send(messages, timeoutMs, attempt));
      return undefined;
    } catch (thrown) {
      const { reachedLeaders } = attempt;
      const failure = judgeAttempt(thrown, { reachedLeaders, singleRecord: records.length === 1 });
      if (failure.faultOfRecord !== undefined) return failure.faultOfRecord;
      mayBeWritten ||= failure.mayBeWritten;
      const until = mayBeWritten ? expiresAt : refusedAt;
      if (failure.permanent || Date.now() + pauseMs >= until) throw asProduceError(thrown, mayBeWritten);
      if (failure.outOfStep) void link.discard();
    }
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, backoffMs.longest);
  }
};

const asProduceError = (cause: unknown, mayBeWritten: boolean): ProduceRefused | ProduceOutcomeUnknown =>
  mayBeWritten
    ? new ProduceOutcomeUnknown(`Kafka did not acknowledge: ${causeOf(cause)}`, { cause })
    : new ProduceRefused(`Kafka refused: ${causeOf(cause)}`, { cause });

/** Abandons the attempt when time is up; requests that are already sent continue. */
const before = async (
  expiresAt: number,
  attempt: Attempt,
  work: (timeoutMs: number) => Promise<void>,
): Promise<void> => {
  const timeoutMs = Math.max(1, expiresAt - Date.now());
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      attempt.abandoned = true;
      reject(new Error('time is up'));
    }, timeoutMs);
  });
  try {
    await Promise.race([work(timeoutMs), timeUp]);
  } finally {
    clearTimeout(timer);
  }
};

/** Parts below `sendBytes` each, in order; a larger record is a part of its own. */
const cutBySize = (records: readonly OutgoingRecord[]): readonly (readonly OutgoingRecord[])[] => {
  const parts: OutgoingRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.value ?? '') + Buffer.byteLength(record.key ?? '') + headerBytes;
    if (parts.length === 0 || size > room) {
      parts.push([]);
      room = sendBytes;
    }
    parts.at(-1)?.push(record);
    room -= size;
  }
  return parts;
};

/** Allowance for the headers of one record: CloudEvents, trace context, dead-letter cause. */
const headerBytes = 1_000;
