import { err, ok, type Result } from '../../kernel/result.ts';
import { FailedPartitions } from './failed-partitions.ts';
import type {
  Accept,
  BatchObserver,
  DeadLetter,
  DeadLetterSink,
  Deadline,
  EventSink,
  Idiom,
  Received,
} from './idiom.ts';
import { decodeRecords, type KafkaEvent, type KafkaRecord, partitionName } from './kafka-record.ts';
import type { LastErrors } from './last-errors.ts';
import { processAndEmit } from './process-and-emit.ts';

/** Lambda's partial batch response: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html */
export interface PartialBatchResponse {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
}

export interface Batch<E> {
  readonly accept: Accept<E>;
  readonly idiom: Idiom<E>;
  readonly events: EventSink;
  readonly deadLetters: DeadLetterSink;
  readonly observer: BatchObserver;
  readonly lastErrors: LastErrors;
}

/** The Lambda handler without Lambda's context. Throws only if the observer throws. */
export type BatchHandler = (event: KafkaEvent, deadline: Deadline) => Promise<PartialBatchResponse>;

/**
 * The driver of every Kafka consumer: state first (the idiom), then all its events in one send, then the records that can never
 * succeed to their dead-letter queue, then the acknowledgement. Stores the error of failed records before it reports them as
 * failed: the event source that dead-letters them later does not know it.
 */
export const batch =
  <E>({ accept, idiom, events, deadLetters, observer, lastErrors }: Batch<E>): BatchHandler =>
  async (event, deadline) => {
    const records = decodeRecords(event);
    const { received, unreadable } = readRecords(records, accept);
    observer.received(records);
    const { outcome, notEmitted } = await processAndEmit(received, (some) => idiom(some, deadline), {
      events,
      deadline,
    });
    const failures = new FailedPartitions();
    for (const [error, failed] of Map.groupBy(outcome.failed, (failure) => failure.error)) {
      const faulty = failed.map(({ received: one }) => one.record);
      for (const record of faulty) failures.add(record, error);
      observer.failed(faulty, error);
    }
    try {
      if (notEmitted !== undefined) throw notEmitted;
      observer.processed(received, outcome);
      const letters = [
        ...unreadable,
        ...outcome.rejected.map(({ received: one, cause }) => ({ record: one.record, cause })),
      ].filter(({ record }) => !failures.has(record));
      if (letters.length > 0) {
        await deadLetters.deadLetter(letters, deadline);
        observer.deadLettered(letters);
      }
    } catch (thrown) {
      // The state is durable, its events are not: the whole batch is redelivered and emits them again.
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
