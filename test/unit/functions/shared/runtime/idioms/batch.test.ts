// Also tests functions/shared/runtime/idioms
import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../../../../functions/shared/kernel/result.ts';
import { batch } from '../../../../../../functions/shared/runtime/idioms/batch.ts';
import type { DomainEvent } from '../../../../../../functions/shared/runtime/idioms/domain-event.ts';
import type { Accept } from '../../../../../../functions/shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { transition } from '../../../../../../functions/shared/runtime/idioms/transition.ts';
import {
  RecordingDeadLetters,
  RecordingEvents,
  RecordingLastErrors,
  silentObserver,
} from '../../../../../support/fakes/recording-sinks.ts';
import { kafkaEvent, type TestRecord } from '../../../../../support/kafka-event.ts';

/** An event of these tests: its key and its outcome. */
interface TestEvent {
  readonly key: string;
  readonly fate: 'done' | 'transient' | 'defect' | 'rejected' | 'skipped';
}

const isTestEvent = (value: unknown): value is TestEvent =>
  typeof value === 'object' && value !== null && 'fate' in value;

const accept: Accept<TestEvent> = (value) => {
  if (!isTestEvent(value)) return err('Not of these tests');
  return ok(value.fate === 'skipped' ? undefined : value);
};

const emitted = ({ key }: TestEvent): DomainEvent => ({
  type: 'ORDER_PAID',
  event_id: key,
  timestamp: '2026-11-22T06:00:00.000Z',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  metadata: { correlation_id: key, source: 'test', attempt: 1, schema_version: 1 },
});

const idiom = transition<TestEvent>({
  key: ({ key }) => key,
  concurrency: 2,
  apply: async (_, events) => {
    if (events.some(({ fate }) => fate === 'transient')) throw new TransientError('throttled');
    if (events.some(({ fate }) => fate === 'defect')) throw new TypeError('no such field');
    const rejected = events.filter(({ fate }) => fate === 'rejected');
    return {
      emit: events.filter(({ fate }) => fate === 'done').map(emitted),
      rejected: rejected.map((event) => ({ event, cause: 'impossible' })),
    };
  },
});

const recordOf = (
  partition: number,
  offset: number,
  fate: TestEvent['fate'],
  key = `${partition}/${offset}`,
): TestRecord => ({
  partition,
  offset,
  value: { key, fate },
});

describe('the batch driver', () => {
  let events: RecordingEvents;
  let deadLetters: RecordingDeadLetters;
  let lastErrors: RecordingLastErrors;
  const run = async (...records: readonly TestRecord[]) => {
    const handle = batch({ accept, idiom, events, deadLetters, observer: silentObserver, lastErrors });
    const { batchItemFailures } = await handle(kafkaEvent('orders.created', records), { remainingMs: () => 60_000 });
    return batchItemFailures.map(({ itemIdentifier: { partition, offset } }) => `${partition}@${offset}`);
  };
  const emitted = () => events.sends.flat().map(({ event_id }) => event_id);
  const deadLettered = () => deadLetters.letters.map(({ record, cause }) => [record.offset, cause]);

  beforeEach(() => {
    events = new RecordingEvents();
    deadLetters = new RecordingDeadLetters();
    lastErrors = new RecordingLastErrors();
  });

  it('emits everything in one send and acknowledges everything', async () => {
    expect(await run(recordOf(0, 5, 'done'), recordOf(0, 6, 'done'), recordOf(3, 1, 'done'))).toEqual([]);
    expect(events.sends).toHaveLength(1);
    expect(emitted()).toEqual(['0/5', '0/6', '3/1']);
  });

  it('dead-letters only the record whose event can never be emitted, and emits the rest in one send', async () => {
    events.invalid.set('0/6', 'Event 0/6 is not a valid ORDER_PAID: /amount must be integer');
    const records = Array.from({ length: 9 }, (_, index) => recordOf(0, 1 + index, 'done'));
    expect(await run(...records, recordOf(1, 1, 'done'))).toEqual([]);
    expect(events.sends).toHaveLength(1);
    expect(emitted()).toEqual(['0/1', '0/2', '0/3', '0/4', '0/5', '0/7', '0/8', '0/9', '1/1']);
    expect(deadLettered()).toEqual([[6, 'Event 0/6 is not a valid ORDER_PAID: /amount must be integer']]);
    // After a fix, its replay emits the stored outcome.
    events.invalid.clear();
    expect(await run(recordOf(0, 10, 'done', '0/6'))).toEqual([]);
    expect(emitted().at(-1)).toBe('0/6');
  });

  it('dead-letters only the record whose event Kafka refuses, and emits the rest', async () => {
    events.refused.set('0/6', 'Event 0/6 is not accepted by payments.completed: MESSAGE_TOO_LARGE');
    const records = Array.from({ length: 9 }, (_, index) => recordOf(0, 1 + index, 'done'));
    expect(await run(...records, recordOf(1, 1, 'done'))).toEqual([]);
    expect([...new Set(emitted())]).toEqual(['0/1', '0/2', '0/3', '0/4', '0/5', '0/7', '0/8', '0/9', '1/1']);
    expect(deadLettered()).toEqual([[6, 'Event 0/6 is not accepted by payments.completed: MESSAGE_TOO_LARGE']]);
    // Once the topic accepts larger records, the event is emitted: the refusal is not cached.
    events.refused.clear();
    expect(await run(recordOf(0, 10, 'done', '0/6'))).toEqual([]);
    expect(emitted().at(-1)).toBe('0/6');
  });

  it('processes nothing behind a transient error while it bisects the batch', async () => {
    events.invalid.set('0/1', 'not valid');
    const failed = await run(
      recordOf(0, 1, 'done'),
      recordOf(0, 2, 'transient'),
      recordOf(1, 3, 'done'),
      recordOf(1, 4, 'done'),
    );
    expect(failed).toEqual(['orders.created-0@2', 'orders.created-1@3', 'orders.created-1@4']);
    expect(deadLettered()).toEqual([[1, 'not valid']]);
    expect(emitted()).toEqual([]);
  });

  it('fails a record with a transient error and every later one of its partition, not of others', async () => {
    const failed = await run(
      recordOf(0, 5, 'done'),
      recordOf(0, 6, 'transient'),
      recordOf(0, 7, 'done'),
      recordOf(0, 8, 'done'),
      recordOf(1, 9, 'done'),
    );
    expect(failed).toEqual(['orders.created-0@6', 'orders.created-0@7', 'orders.created-0@8']);
  });

  it('stores the error of failed records once per partition, and nothing on success', async () => {
    await run(recordOf(0, 5, 'done'), recordOf(1, 9, 'rejected'));
    expect(lastErrors.ranges).toEqual([]);
    await run(
      ...[recordOf(0, 5, 'done'), recordOf(0, 6, 'transient'), recordOf(0, 7, 'done'), recordOf(0, 8, 'transient')],
      ...[recordOf(1, 9, 'done'), recordOf(2, 3, 'transient')],
    );
    const error = new TransientError('throttled');
    const place = { topic: 'orders.created', error };
    expect(lastErrors.ranges).toEqual([
      { ...place, partition: 0, from: 6, to: 8 },
      { ...place, partition: 2, from: 3, to: 3 },
    ]);
  });

  it('stores the error of a whole batch whose events could not be emitted', async () => {
    events.fault = new TransientError('no leader');
    await run(recordOf(0, 5, 'done'), recordOf(0, 6, 'transient'), recordOf(1, 9, 'done'));
    const ranges = lastErrors.ranges.map(({ partition, from, to, error }) => [partition, from, to, String(error)]);
    expect(ranges).toEqual([
      [0, 5, 6, 'TransientError: no leader'],
      [1, 9, 9, 'TransientError: no leader'],
    ]);
  });

  it('fails every partition from the first record of a failed key on', async () => {
    const failed = await run(
      recordOf(0, 5, 'done', 'a'),
      recordOf(0, 6, 'done'),
      recordOf(1, 4, 'done'),
      recordOf(1, 7, 'transient', 'a'),
      recordOf(1, 8, 'done'),
    );
    expect(failed).toEqual(['orders.created-0@5', 'orders.created-0@6', 'orders.created-1@7', 'orders.created-1@8']);
  });

  it.each([
    ['no JSON', '{"fate"', /^The value is not JSON in UTF-8: /],
    ['another schema', { some: 'thing' }, /^Not of these tests$/],
    ['no value', null, /^The record has no value$/],
  ])('dead-letters a poison record without retry: %s', async (_, value, cause) => {
    expect(await run(recordOf(0, 1, 'done'), { partition: 0, offset: 2, value }, recordOf(0, 3, 'done'))).toEqual([]);
    expect(deadLetters.letters.map(({ record }) => record.offset)).toEqual([2]);
    expect(deadLetters.letters[0]?.cause).toMatch(cause);
    expect(emitted()).toEqual(['0/1', '0/3']);
  });

  it('rejects invalid UTF-8 instead of replacing it', async () => {
    const event = kafkaEvent('orders.created', [recordOf(0, 1, 'done')]);
    const [record] = event.records['orders.created-0'] ?? [];
    const broken = { ...record, value: Buffer.from([0x22, 0xff, 0x22]).toString('base64') };
    const handle = batch({ accept, idiom, events, deadLetters, observer: silentObserver, lastErrors });
    const records = { 'orders.created-0': [broken as Required<typeof broken>] };
    const response = await handle({ ...event, records } as typeof event, { remainingMs: () => 60_000 });
    expect(response.batchItemFailures).toEqual([]);
    expect(deadLetters.letters).toHaveLength(1);
  });

  it('dead-letters only the record at fault of a key, with the cause of the defect', async () => {
    expect(await run(recordOf(0, 1, 'done', 'a'), recordOf(0, 2, 'defect', 'a'), recordOf(0, 3, 'done', 'a'))).toEqual(
      [],
    );
    expect(deadLettered()).toEqual([[2, 'TypeError: no such field']]);
    expect(emitted()).toEqual(['a', 'a']);
  });

  it('dead-letters an event that the use case rejects', async () => {
    expect(await run(recordOf(0, 1, 'rejected'), recordOf(0, 2, 'done'))).toEqual([]);
    expect(deadLettered()).toEqual([[1, 'impossible']]);
  });

  it('acknowledges events of other types and emits nothing', async () => {
    expect(await run(recordOf(0, 1, 'skipped'))).toEqual([]);
    expect([events.sends, deadLetters.letters]).toEqual([[], []]);
  });

  it('leaves poison behind a transient error to the next delivery, so that it is dead-lettered once', async () => {
    const failed = await run(recordOf(0, 1, 'transient'), { partition: 0, offset: 2, value: 'poison' });
    expect(failed).toEqual(['orders.created-0@1', 'orders.created-0@2']);
    expect(deadLetters.letters).toEqual([]);
  });

  it('fails the whole batch when its events could not be emitted', async () => {
    events.fault = new TransientError('no acknowledgement');
    expect(await run(recordOf(0, 1, 'done'), recordOf(0, 2, 'done'), recordOf(4, 9, 'done'))).toEqual([
      'orders.created-0@1',
      'orders.created-0@2',
      'orders.created-4@9',
    ]);
  });

  it('fails the whole batch when a dead letter could not be stored', async () => {
    deadLetters.fault = new TransientError('no acknowledgement');
    expect(await run(recordOf(0, 1, 'done'), recordOf(0, 2, 'rejected'))).toEqual([
      'orders.created-0@1',
      'orders.created-0@2',
    ]);
  });
});
