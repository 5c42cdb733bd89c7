import { err, ok, type Result } from '../../kernel/result.ts';
import type { DomainEvent } from './domain-event.ts';
import { FailedPartitions } from './failed-partitions.ts';
import { decodeRecords, type KafkaEvent, type KafkaRecord, partitionName } from './kafka-record.ts';
import type { LastErrors } from './last-errors.ts';
import { settleAndEmit } from './settle-and-emit.ts';
import type { TransientError } from './transient-error.ts';

/** A record whose value is an event of a type that the function consumes, valid by its schema. */
export interface Received<E> {
  readonly record: KafkaRecord;
  readonly event: E;
}

/** The invocation's own limit of time. */
export interface Deadline {
  /** Milliseconds until Lambda ends the invocation. */
  remainingMs(): number;
}

/** Of work that may take as long as it takes. */
export const noDeadline: Deadline = { remainingMs: () => Number.POSITIVE_INFINITY };

/** Where a service says things. All events of one call become one send; it resolves when all in-sync replicas have them. */
export interface EventSink {
  /** Why an event can never be emitted; undefined where it can. */
  faultOf(event: DomainEvent): string | undefined;
  /**
   * @throws {TransientError} refused, or of unknown outcome: in both cases to be emitted again.
   * @throws {EventsRefused} some can never be emitted as they are; all others are emitted.
   */
  emit(events: readonly DomainEvent[], deadline: Deadline): Promise<void>;
}

/** A record that can never succeed, and why. */
export interface DeadLetter {
  readonly record: KafkaRecord;
  readonly cause: string;
}

/** Where records go that can never succeed: untouched, with `dlq-*` headers. */
export interface DeadLetterSink {
  /** @throws {TransientError} not stored: the records must not be acknowledged. */
  bury(letters: readonly DeadLetter[], deadline: Deadline): Promise<void>;
}

/**
 * What an idiom made of the records it was given. Every record that is neither failed nor rejected is done: its state is
 * durable, and what it makes the service say is in `emit`.
 */
export interface Settlement<E> {
  /** In an order that keeps each key's own. */
  readonly emit: readonly DomainEvent[];
  readonly failed: readonly { readonly received: Received<E>; readonly error: TransientError }[];
  readonly rejected: readonly { readonly received: Received<E>; readonly cause: string }[];
}

/**
 * One of the three ways to consume Kafka (`transition`, `fold`, `effect`), bound to its ports. Never throws.
 * @param deadline for what may be left to a later time; none when absent.
 */
export type Idiom<E> = (received: readonly Received<E>[], deadline?: Deadline) => Promise<Settlement<E>>;

/**
 * Reads a JSON value as one of the events that the function consumes: `undefined` when it is a valid event of another
 * type (an event source delivers what its filter cannot judge), an error naming the fault when it is none.
 */
export type Accept<E> = (value: unknown) => Result<E | undefined, string>;

/** Lambda's answer for partial batches: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html */
export interface PartialBatchResponse {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
}

/** Told of what comes, and of everything that did not go well, for logs and metrics. */
export interface BatchObserver {
  received(records: readonly KafkaRecord[]): void;
  /** What the events among the records led to, once it is said. */
  settled(received: readonly Received<unknown>[], settlement: Settlement<unknown>): void;
  deadLettered(letters: readonly DeadLetter[]): void;
  failed(records: readonly KafkaRecord[], error: unknown): void;
}

export interface Batch<E> {
  readonly accept: Accept<E>;
  readonly idiom: Idiom<E>;
  readonly events: EventSink;
  readonly deadLetters: DeadLetterSink;
  readonly observer: BatchObserver;
  readonly lastErrors: LastErrors;
}

/** What Lambda calls, without Lambda. Never throws but for an observer's fault. */
export type BatchHandler = (event: KafkaEvent, deadline: Deadline) => Promise<PartialBatchResponse>;

/**
 * The driver of every Kafka consumer: state first (the idiom), then everything it says in one send, then the records that
 * can never succeed to their dead-letter queue, then the acknowledgement. Why records failed is kept before they are answered as
 * failed: the event source that gives them up later does not know it.
 */
export const batch =
  <E>({ accept, idiom, events, deadLetters, observer, lastErrors }: Batch<E>): BatchHandler =>
  async (event, deadline) => {
    const records = decodeRecords(event);
    const { received, unreadable } = readRecords(records, accept);
    observer.received(records);
    const { settlement, thrown: notEmitted } = await settleAndEmit(received, (some) => idiom(some, deadline), {
      events,
      deadline,
    });
    const failures = new FailedPartitions();
    for (const [error, failed] of Map.groupBy(settlement.failed, (failure) => failure.error)) {
      const faulty = failed.map(({ received: one }) => one.record);
      for (const record of faulty) failures.add(record, error);
      observer.failed(faulty, error);
    }
    try {
      if (notEmitted !== undefined) throw notEmitted;
      observer.settled(received, settlement);
      const letters = [
        ...unreadable,
        ...settlement.rejected.map(({ received: one, cause }) => ({ record: one.record, cause })),
      ].filter(({ record }) => !failures.has(record));
      if (letters.length > 0) {
        await deadLetters.bury(letters, deadline);
        observer.deadLettered(letters);
      }
    } catch (thrown) {
      // The state is durable, what it says is not: the whole batch comes again and says it again.
      observer.failed(records, thrown);
      for (const record of records) failures.add(record, thrown);
    }
    const ranges = failures.rangesOf(records);
    if (ranges.length > 0) await lastErrors.keep(ranges, deadline);
    return { batchItemFailures: records.filter((record) => failures.has(record)).map(failureOf) };
  };

const failureOf = (record: KafkaRecord): PartialBatchResponse['batchItemFailures'][number] => ({
  itemIdentifier: { partition: partitionName(record), offset: record.offset },
});

const parse = (record: KafkaRecord): Result<unknown, string> => {
  if (record.value === null) return err('The record has no value');
  try {
    return ok(JSON.parse(utf8.decode(record.value)));
  } catch (thrown) {
    return err(`The value is not JSON in UTF-8: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const readRecords = <E>(
  records: readonly KafkaRecord[],
  accept: Accept<E>,
): { readonly received: readonly Received<E>[]; readonly unreadable: readonly DeadLetter[] } => {
  const received: Received<E>[] = [];
  const unreadable: DeadLetter[] = [];
  for (const record of records) {
    const json = parse(record);
    const event = json.ok ? accept(json.value) : json;
    if (!event.ok) unreadable.push({ record, cause: event.error });
    else if (event.value !== undefined) received.push({ record, event: event.value });
  }
  return { received, unreadable };
};
