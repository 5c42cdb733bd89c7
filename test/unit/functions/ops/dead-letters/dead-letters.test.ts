import { beforeEach, describe, expect, it } from 'vitest';
import { deadLettersRoutes } from '../../../../../functions/ops/dead-letters/dead-letters.routes.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import {
  ProduceOutcomeUnknown,
  ProduceRefused,
} from '../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import type { DeadLetters } from '../../../../../schemas/generated/types.ts';
import { validateDeadLetters, validateDeadLettersReplayed } from '../../../../../schemas/generated/validators.js';
import { routes as declared, type Route } from '../../../../../schemas/routes.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryDeadLetterQueues } from '../../../../support/fakes/in-memory-dead-letter-queues.ts';
import { InMemoryLastErrors } from '../../../../support/fakes/in-memory-last-errors.ts';
import { InMemoryReplayMarks } from '../../../../support/fakes/in-memory-replay-marks.ts';
import { httpRequestOf, type TestRequest } from '../../../../support/http-request.ts';

let queues: InMemoryDeadLetterQueues;
let lastErrors: InMemoryLastErrors;
let replays: InMemoryReplayMarks;
let clock: FixedClock;
beforeEach(() => {
  queues = new InMemoryDeadLetterQueues();
  lastErrors = new InMemoryLastErrors();
  replays = new InMemoryReplayMarks();
  clock = new FixedClock('2026-11-22T07:00:00.000Z');
});
const ports = () => ({ queues, returned: queues, lastErrors, replays, clock });

const topic = 'orders.created';
const event = { type: 'ORDER_CREATED', event_id: '0b9c8a34-6a5e-5d1c-8a39-0a4c1f6c2b71', email: 'ada@example.org' };

interface Letter {
  readonly at?: number;
  readonly cause?: string;
  readonly value?: unknown;
  readonly key?: string | null;
  readonly more?: Readonly<Record<string, string>>;
}

/** Appends a dead letter of a function. @returns its offset in the queue. */
const deadLetter = (
  partition: number,
  { at = 0, cause = 'why', value = event, key = 'key', more = {} }: Letter = {},
): number => {
  const headers = {
    traceparent: '00-a-b-01',
    'dlq-cause': cause,
    'dlq-attempts': '1',
    'dlq-service': 'order',
    'dlq-source-topic': topic,
    'dlq-partition': String(partition + 3),
    'dlq-offset': '804',
    ...more,
  };
  return queues.append(partition, {
    timestamp: Date.parse('2026-11-22T06:00:00.000Z') + at,
    key: key === null ? null : Buffer.from(key),
    value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    headers: Object.entries(headers).map(([name, text]) => ({ name, value: Buffer.from(text) })),
  });
};

const ask = async (route: string, request: TestRequest) => {
  const answer = await deadLettersRoutes(ports())[route]?.(httpRequestOf(request));
  return { status: answer?.statusCode, body: JSON.parse(answer?.body ?? ''), text: answer?.body };
};
const list = (query: Readonly<Record<string, string>> = {}) =>
  ask('GET /admin/dead-letters', { query: { topic, ...query } });
const replay = (body: unknown) => ask('POST /admin/dead-letters/replay', { body });
const letters = (...places: readonly (readonly [partition: number, offset: number])[]) =>
  replay({ topic, letters: places.map(([partition, offset]) => ({ partition, offset })) });

it('has the routes of the contract', () => {
  const ofContract = Object.values<Route>(declared).filter((route) => route.function === 'ops/dead-letters');
  const routes = deadLettersRoutes(ports());
  expect(Object.keys(routes).sort()).toEqual(ofContract.map(({ method, path }) => `${method} ${path}`).sort());
});

describe('listing', () => {
  it('returns an empty queue', async () => {
    expect(await list()).toMatchObject({
      status: 200,
      body: { topic, queue: 'orders.created.dlq', held: 0, letters: [] },
    });
  });

  it('returns type, cause, consumer and place, and nothing else of the value', async () => {
    const offset = deadLetter(1, { cause: 'no such version' });
    const { body, text } = await list();
    expect(validateDeadLetters(body)).toBeNull();
    expect(body.letters).toEqual([
      {
        partition: 1,
        offset,
        at: '2026-11-22T06:00:00.000Z',
        given_up_by: 'function',
        cause: 'no such version',
        attempts: 1,
        consumer_group: 'order-saga.orders',
        source: { partition: 4, offset: 804 },
        key: 'key',
        event_type: event.type,
        event_id: event.event_id,
        replayable: true,
      },
    ]);
    expect(text).not.toContain(event.email);
  });

  describe('a letter of an event source', () => {
    const letter = (functionError: string | null) =>
      queues.append(1, {
        timestamp: Date.parse('2026-11-22T06:00:00.000Z'),
        key: null,
        headers: [],
        value: Buffer.from(
          JSON.stringify({
            requestContext: {
              functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orderstream-dev-payment-charge',
              condition: 'RetriesExhausted',
              approximateInvokeCount: 3,
            },
            responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError },
            payload: {
              records: { [`${topic}-7`]: [{ topic, partition: 7, offset: 51, timestamp: 0, value: 'e30=' }] },
            },
          }),
        ),
      });

    it('has the last error of its consumer', async () => {
      letter(null);
      const last = { error: 'TransientError: DynamoDB: throttled', at: '2026-11-22T05:59:59.000Z' };
      lastErrors.add({ principal: 'payment', topic, partition: 7, offset: 51 }, last);
      lastErrors.add({ principal: 'order', topic, partition: 7, offset: 51 }, { ...last, error: 'of another' });
      const { body } = await list();
      expect(validateDeadLetters(body)).toBeNull();
      expect(body.letters).toMatchObject([{ cause: 'RetriesExhausted', attempts: 3, last_error: last }]);
    });

    it('has none if none was recorded', async () => {
      letter('Unhandled');
      const { body } = await list();
      expect(body.letters).toMatchObject([{ cause: 'RetriesExhausted: Unhandled' }]);
      expect(body.letters[0]).not.toHaveProperty('last_error');
    });
  });

  it('prefers type and id of the headers, and omits invalid ones', async () => {
    deadLetter(0, { more: { ce_type: 'ORDER_PAID', ce_id: 'none' } });
    deadLetter(1, { value: 'not JSON', key: null });
    deadLetter(2, { value: 'null', more: { ce_type: '<script>' } });
    const byPartition = (body: DeadLetters) => body.letters.toSorted((a, b) => a.partition - b.partition);
    const [first, second, third] = byPartition((await list()).body);
    expect(first).toMatchObject({ event_type: 'ORDER_PAID' });
    for (const one of [second, third]) expect(one).not.toHaveProperty('event_type');
    for (const one of [first, second, third]) expect(one).not.toHaveProperty('event_id');
    expect(second).not.toHaveProperty('key');
  });

  it('redacts personal data in causes and keys, and truncates both', async () => {
    deadLetter(0, { cause: 'ada@example.org is no UUID', key: `ada@example.org ${'x'.repeat(999)}` });
    const { body } = await list();
    expect(validateDeadLetters(body)).toBeNull();
    expect(JSON.stringify(body)).not.toContain('ada@');
  });

  it('lists a record of unknown form as not replayable', async () => {
    queues.append(0, { timestamp: 0, key: null, value: Buffer.from('text'), headers: [] });
    const { body } = await list();
    expect(validateDeadLetters(body)).toBeNull();
    expect(body.letters).toMatchObject([{ given_up_by: 'unknown', replayable: false }]);
  });

  it('pages from the newest of all partitions', async () => {
    for (const at of [1, 4, 7]) deadLetter(0, { at });
    for (const at of [2, 5, 8]) deadLetter(1, { at });
    queues.expire(1, 1);
    const times: number[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { body } = await list({ limit: '2', ...(next !== '' && { page: next }) });
      expect(body.held).toBe(5);
      times.push(...(body as DeadLetters).letters.map(({ at }) => Number(at.at(-2))));
      next = body.next;
    }
    expect(times).toEqual([8, 7, 5, 4, 1]);
  });

  it('reads no more records than a page may need', async () => {
    for (let count = 0; count < 60; count += 1) deadLetter(count % 2);
    expect((await list()).body.letters).toHaveLength(50);
    await list({ limit: '3' });
    expect(queues.asked).toEqual([60, 6]);
  });

  it.each([
    { topic: 'orders.created.dlq' },
    { topic: '' },
    { limit: '0' },
    { limit: '201' },
    { limit: '1.5' },
    { page: 'second' },
  ])('refuses %j', async (query) => {
    const { status, body } = await list(query);
    expect(status).toBe(400);
    expect(body.type).toMatch(/malformed-request$/);
  });

  it('accepts the largest limit, and requires a topic', async () => {
    expect((await list({ limit: '200' })).status).toBe(200);
    expect((await ask('GET /admin/dead-letters', {})).status).toBe(400);
  });
});

describe('a replay', () => {
  it('writes the unchanged record, and returns its place', async () => {
    const offset = deadLetter(1);
    const { status, body } = await letters([1, offset]);
    expect(status).toBe(202);
    expect(validateDeadLettersReplayed(body)).toBeNull();
    expect(body).toEqual({ topic, replayed: [{ partition: 1, offset, written_to: [4] }], skipped: [] });
    expect(queues.writes).toEqual([
      [
        expect.objectContaining({
          ...{ topic, partition: 4, key: Buffer.from('key'), value: Buffer.from(JSON.stringify(event)) },
          headers: [{ name: 'traceparent', value: Buffer.from('00-a-b-01') }],
        }),
      ],
    ]);
    expect((await list()).body.held).toBe(1);
  });

  it('marks replayed records, and skips them later unless a repeat is requested', async () => {
    const offset = deadLetter(0);
    const other = deadLetter(0, { value: { type: 'ORDER_CREATED' }, more: { 'dlq-offset': '805' } });
    await letters([0, offset]);
    const mark = { at: '2026-11-22T07:00:00.000Z', by: 'key:test' };
    const again = await letters([0, offset], [0, other]);
    expect(again.status).toBe(202);
    expect(validateDeadLettersReplayed(again.body)).toBeNull();
    expect(again.body).toMatchObject({
      replayed: [{ partition: 0, offset: other }],
      skipped: [{ partition: 0, offset, replayed: mark }],
    });
    expect(queues.writes.map(({ length }) => length)).toEqual([1, 1]);
    const listed = await list();
    expect(validateDeadLetters(listed.body)).toBeNull();
    expect(listed.body.letters).toMatchObject([{ replayed: mark }, { replayed: mark }]);
    clock.advance(1_000);
    const { body } = await replay({ topic, letters: [{ partition: 0, offset }], again: true });
    expect(body).toMatchObject({ replayed: [{ partition: 0, offset }], skipped: [] });
    expect(queues.writes).toHaveLength(3);
    expect((await list()).body.letters).toContainEqual(
      expect.objectContaining({ offset, replayed: { ...mark, at: '2026-11-22T07:00:01.000Z' } }),
    );
  });

  it('covers letters of other consumers of the record, and its event at other places', async () => {
    const first = deadLetter(0);
    const sameRecord = deadLetter(0, { more: { 'dlq-service': 'inventory' } });
    const sameEvent = deadLetter(0, { more: { 'dlq-offset': '900' } });
    const another = deadLetter(0, { value: { type: 'ORDER_CREATED' }, more: { 'dlq-offset': '901' } });
    await letters([0, first]);
    const { body } = await letters([0, sameRecord], [0, sameEvent], [0, another]);
    expect(body.skipped.map(({ offset }: { offset: number }) => offset)).toEqual([sameRecord, sameEvent]);
    expect(body.replayed.map(({ offset }: { offset: number }) => offset)).toEqual([another]);
  });

  it('does not cover a later letter: the record failed again', async () => {
    await letters([0, deadLetter(0)]);
    const failedAgain = deadLetter(0, { at: 3_600_001, more: { 'dlq-offset': '950' } });
    expect((await list()).body.letters[0]).not.toHaveProperty('replayed');
    expect((await letters([0, failedAgain])).body.replayed).toHaveLength(1);
  });

  it('marks no record that it did not write', async () => {
    const offset = deadLetter(0);
    queues.fault = new ProduceRefused('no leader');
    await expect(letters([0, offset])).rejects.toThrow('no leader');
    queues.fault = new ProduceOutcomeUnknown('no answer');
    await letters([0, offset]);
    expect((await list()).body.letters[0]).not.toHaveProperty('replayed');
    queues.fault = undefined;
    expect((await letters([0, offset])).body.replayed).toHaveLength(1);
  });

  it('has an unknown outcome if it wrote records and could not mark them', async () => {
    const offset = deadLetter(0);
    replays.fault = new TransientError('DynamoDB: throttled');
    expect(await letters([0, offset])).toMatchObject({ status: 504, body: { type: /outcome-unknown$/ } });
    expect(queues.writes).toHaveLength(1);
  });

  it('records the requesting operator', async () => {
    const offset = deadLetter(0);
    const actor = 'iam:arn:aws:iam::123456789012:user/grace';
    await ask('POST /admin/dead-letters/replay', { body: { topic, letters: [{ partition: 0, offset }] }, actor });
    expect((await list()).body.letters[0].replayed.by).toBe(actor);
  });

  it('keeps the order of the queue, and writes each record once', async () => {
    for (const value of ['a', 'b', 'c']) deadLetter(0, { value });
    deadLetter(2, { value: 'd' });
    const { body } = await letters([2, 0], [0, 2], [0, 0], [0, 2]);
    expect(queues.writes.flat().map(({ value }) => String(value))).toEqual(['a', 'c', 'd']);
    expect(body.replayed).toEqual([
      { partition: 0, offset: 0, written_to: [3] },
      { partition: 0, offset: 2, written_to: [3] },
      { partition: 2, offset: 0, written_to: [5] },
    ]);
    // Not the records between them.
    expect(queues.asked).toEqual([3]);
  });

  it('writes nothing if a record does not exist or is deleted', async () => {
    for (const value of ['a', 'b']) deadLetter(0, { value });
    queues.expire(0, 1);
    const { status, body } = await letters([0, 1], [0, 0], [0, 2], [9, 0]);
    expect(status).toBe(404);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/letters/1',
      '/letters/2',
      '/letters/3',
    ]);
    expect(queues.writes).toEqual([]);
  });

  it('writes nothing if the original of a record is unknown', async () => {
    deadLetter(0);
    deadLetter(1, { more: { 'dlq-offset': 'none' } });
    const { status, body } = await letters([0, 0], [1, 0]);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ pointer: '/letters/1', detail: expect.any(String) }]);
    expect(queues.writes).toEqual([]);
  });

  it('returns the place of each record of a batch that an event source dead-lettered', async () => {
    const given = (offset: number) => ({ topic, partition: offset, offset, timestamp: 0 });
    const value = JSON.stringify({
      requestContext: { functionArn: 'arn', condition: 'RetryAttemptsExhausted' },
      payload: { records: { [`${topic}-0`]: [given(7), given(8)] } },
    });
    queues.append(0, { timestamp: 0, key: null, value: Buffer.from(value), headers: [] });
    deadLetter(0);
    const { body } = await letters([0, 0], [0, 1]);
    expect(body.replayed.map((one: { written_to: number[] }) => one.written_to)).toEqual([[7, 8], [3]]);
  });

  it.each([
    [{ topic, letters: [] }],
    [{ topic, letters: Array.from({ length: 101 }, (_, offset) => ({ partition: 0, offset })) }],
    [{ topic: 'orders.created.dlq', letters: [{ partition: 0, offset: 0 }] }],
    [{ topic, letters: [{ partition: 0, offset: -1 }] }],
    [{ topic, letters: [{ partition: 0, offset: 0, key: 'k' }] }],
  ])('rejects a body that violates the contract', async (body) => {
    expect((await replay(body)).status).toBe(422);
  });

  it('rejects a body that is not JSON', async () => {
    expect((await replay('{')).status).toBe(400);
  });

  it('has an unknown outcome without acknowledgement, and may be retried', async () => {
    deadLetter(0);
    queues.fault = new ProduceOutcomeUnknown('no answer');
    const { status, body } = await letters([0, 0]);
    expect(status).toBe(504);
    expect(body.type).toMatch(/outcome-unknown$/);
    queues.fault = new ProduceRefused('no');
    await expect(letters([0, 0])).rejects.toBe(queues.fault);
  });
});
