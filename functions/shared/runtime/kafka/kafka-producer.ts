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
  /** Decides the partition, unless that is given. */
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: IHeaders;
  readonly partition?: number;
}

export interface KafkaProducer {
  /**
   * Resolves when all in-sync replicas have all records.
   * @throws {ProduceRefused} nothing was written. @throws {ProduceOutcomeUnknown} some or all may have been.
   * @throws {RecordsRefused} brokers never take some of the records; all others are written.
   */
  send(records: readonly OutgoingRecord[], deadline: Deadline): Promise<void>;
  /** Where records of a key go, and whether they can, by what brokers said last; undefined before the first send. */
  partitionOf(topic: string, key: string): KeyPartition | undefined;
  disconnect(): Promise<void>;
}

export interface KafkaProducerOptions {
  /** A client with fresh credentials, asked for whenever a producer is built. */
  readonly connect: () => Promise<Kafka>;
  /** The longest a send may take, whatever the deadline allows; milliseconds. */
  readonly budgetMs?: number;
  /** For how long to insist where nothing can have been written, for callers that have something else to try; milliseconds. */
  readonly insistMs?: number;
  /** Left of the caller's deadline for what it does after a failure; milliseconds. */
  readonly reserveMs?: number;
}

/** Records of one send together stay below the brokers' limit for one batch (`message.max.bytes`, 1 MiB). */
const sendBytes = 900_000;
const backoffMs = { first: 50, longest: 1000 } as const;

/**
 * The producer of an execution environment: idempotent, acks=all, one send in flight. Callers that come while it is out wait
 * and share the next one. After a send that failed for good the producer is discarded, for kafkajs would give its sequence
 * numbers to the next send, which brokers then drop as a duplicate: acknowledged, and lost.
 */
export const kafkaProducer = (options: KafkaProducerOptions): KafkaProducer => {
  const { connect, budgetMs = 10_000, insistMs = budgetMs, reserveMs = 500 } = options;
  const known = new KnownPartitions();
  const link = new ReplaceableLink(connect, known);
  const queue = new SendQueue<OutgoingRecord>(async (records, expiresAt) => {
    let mayBeWritten = false;
    const refused = new Map<OutgoingRecord, string>();
    try {
      for (const part of cutBySize(records)) {
        const some = await sendTaken(part, { expiresAt, insistMs, mayBeWritten }, link);
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

/** One try of a send. */
interface Attempt {
  /** Set once records may be on their way to the leaders of their partitions. */
  reachedLeaders: boolean;
  /** Set when the caller has been given an answer: nothing may go out any more. */
  abandoned: boolean;
}

/** A connected producer, and the try it is at. */
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

  /** The next send gets a producer with another producer id. */
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
    // kafkajs's own retry leaves out every broker that has answered already, also partitions that have moved there since: the
    // send succeeds without them (5 of 3,300 acknowledged records were lost to two killed brokers, with one send in flight).
    // It takes no 0 from an idempotent producer; NaN it compares as "no retries left".
    retry: { retries: Number.NaN },
    createPartitioner: () => {
      const partition = recordPartitioner();
      return (args) => {
        // The last step before records go out.
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

interface Insistence {
  readonly expiresAt: number;
  readonly insistMs: number;
  /** Other records of the same send have been written already. */
  readonly mayBeWritten: boolean;
}

/**
 * Sends those of the records that brokers take, and answers why they do not take the rest. An error names no record: the records are sent
 * by halves, until the one that is refused stands alone. What was written to other partitions before is written once more, by another
 * producer: kafkajs would give its sequence numbers to the halves.
 */
const sendTaken = async (
  records: readonly OutgoingRecord[],
  insistence: Insistence,
  link: ReplaceableLink,
): Promise<ReadonlyMap<OutgoingRecord, string>> => {
  const fault = await sendUntil(records, insistence, link);
  if (fault === undefined) return new Map();
  await link.discard();
  const [only, ...others] = records;
  if (only === undefined || others.length === 0) return new Map(records.map((record) => [record, fault]));
  const middle = Math.ceil(records.length / 2);
  const halves = [records.slice(0, middle), records.slice(middle)];
  const refused: (readonly [OutgoingRecord, string])[] = [];
  for (const half of halves) refused.push(...(await sendTaken(half, { ...insistence, mayBeWritten: true }, link)));
  return new Map(refused);
};

/** Attempts until one succeeds, none can, or time is up; answers the error where a record can never be taken. The same producer tries again: brokers know a repeated batch. */
const sendUntil = async (
  records: readonly OutgoingRecord[],
  insistence: Insistence,
  link: ReplaceableLink,
): Promise<string | undefined> => {
  const { expiresAt, insistMs } = insistence;
  const refusedAt = Math.min(expiresAt, Date.now() + insistMs);
  const messages = messagesByTopic(records);
  let { mayBeWritten } = insistence;
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

/** Abandons the attempt when time is up; what is out already is left to itself. */
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

/** Parts that each stay below `sendBytes`, in order; a record above it goes alone. */
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
