import type { TopicMessages } from 'kafkajs';
import { causeOf } from '../idioms/batch-outcome.ts';
import { pause } from '../pause.ts';
import type { OutgoingRecord } from './outgoing-record.ts';
import {
  judgeAttempt,
  ProduceOutcomeUnknown,
  ProduceRefused,
  RecordsRefused,
  SharedSendFailed,
} from './produce-failure.ts';
import type { Attempt, ReplaceableLink } from './producer-link.ts';
import type { Lane, LoneLimits } from './send-queue.ts';

/** Records of one send together stay below the brokers' limit for one batch (`message.max.bytes`, 1 MiB). */
const sendBytes = 900_000;
const backoffMs = { first: 50, longest: 1000 } as const;

/** Attempts of a send for several callers: the second one finds the new leaders of partitions that moved. */
const sharedAttempts = 2;

/**
 * One producer: idempotent, acks=all. Discards the kafkajs producer after a failed send: kafkajs would reuse its sequence numbers
 * for the next send, which brokers then drop as a duplicate: acknowledged, and lost.
 */
export const producerLane = (link: ReplaceableLink): Lane<OutgoingRecord> => ({
  sendTogether: async (records, expiresAt) => {
    const acknowledged = new Set<OutgoingRecord>();
    for (const part of cutBySize(records)) {
      const mayBeWritten = acknowledged.size > 0;
      const limits = { expiresAt, refusedAt: expiresAt, mayBeWritten, attempts: sharedAttempts };
      try {
        const fault = await sendUntil(part, limits, link);
        if (fault !== undefined) throw new ProduceOutcomeUnknown(fault);
      } catch (thrown) {
        void link.discard();
        throw new SharedSendFailed(acknowledged, { mayBeWritten: !(thrown instanceof ProduceRefused), cause: thrown });
      }
      for (const record of part) acknowledged.add(record);
    }
  },
  sendAlone: async (records, limits) => {
    let { mayBeWritten } = limits;
    const refused = new Map<OutgoingRecord, string>();
    try {
      for (const part of cutBySize(records)) {
        const some = await sendAccepted(part, { ...limits, mayBeWritten }, link);
        for (const [record, cause] of some) refused.set(record, cause);
        mayBeWritten ||= some.size < part.length;
      }
    } catch (thrown) {
      void link.discard();
      throw thrown;
    }
    if (refused.size > 0) throw new RecordsRefused(refused);
  },
  close: () => link.discard(),
});

const messagesByTopic = (records: readonly OutgoingRecord[]): readonly TopicMessages[] =>
  [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(({ topic: _, ...message }) => message),
  }));

interface RetryLimits extends Omit<LoneLimits, 'onFault'> {
  readonly onFault?: () => void;
  /** The most attempts; without it, as many as time allows. */
  readonly attempts?: number;
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
  const { expiresAt, refusedAt, onFault, attempts = Number.POSITIVE_INFINITY } = limits;
  const messages = messagesByTopic(records);
  let { mayBeWritten } = limits;
  let pauseMs: number = backoffMs.first;
  for (let count = 1; ; count += 1) {
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
      if (failure.permanent || count >= attempts || Date.now() + pauseMs >= until)
        throw asProduceError(thrown, mayBeWritten);
      if (failure.outOfStep) void link.discard();
      onFault?.();
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
