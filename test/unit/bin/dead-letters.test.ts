import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { letterLines } from '../../../bin/dead-letters/letter-lines.ts';
import { type Letter, readLetters } from '../../../bin/dead-letters/read-letters.ts';
import { replayLetters, toReplay } from '../../../bin/dead-letters/replay-letters.ts';

const topic = 'orders.created';
const queue = { topic, queue: 'orders.created.dlq', held: 500 } as const;
const second = (count: number): string => new Date(Date.UTC(2026, 10, 22, 6, 0, count)).toISOString();
const letter = (offset: number, more: Partial<Letter> = {}): Letter => ({
  ...{ partition: 0, offset, at: second(offset), given_up_by: 'function', cause: 'why', replayable: true },
  ...more,
});

/** Answers pages of 500 letters, the newest first, and accepts every replay. */
const fakeOperator = () => {
  const requested: { readonly limit: number; readonly replayed?: readonly unknown[] }[] = [];
  const send = async (_method: string, path: string, body?: unknown) => {
    const query = new URL(path, 'http://local').searchParams;
    if (body !== undefined) {
      const { letters } = body as { letters: Letter[] };
      requested.push({ limit: 0, replayed: letters });
      const replayed = letters.map(({ partition, offset }) => ({ partition, offset, written_to: [1] }));
      return { status: 202, body: { topic, replayed, skipped: [] } };
    }
    const [limit, start] = [Number(query.get('limit')), Number(query.get('page') ?? '499')];
    requested.push({ limit });
    const letters = Array.from({ length: Math.min(limit, start + 1) }, (_, n) => letter(start - n));
    const end = start - letters.length;
    return { status: 200, body: { ...queue, letters, ...(end >= 0 && { next: String(end) }) } };
  };
  return { requested, send };
};

describe('reading dead letters', () => {
  it('goes through all pages', async () => {
    const operator = fakeOperator();
    const { letters, more, held } = await readLetters(operator, topic);
    expect(letters.map(({ offset }) => offset)).toEqual(Array.from({ length: 500 }, (_, n) => 499 - n));
    expect({ more, held, pages: operator.requested.length }).toEqual({ more: false, held: 500, pages: 3 });
  });

  it('ends at the limit, and reports that there are more', async () => {
    const operator = fakeOperator();
    const { letters, more } = await readLetters(operator, topic, { limit: 250 });
    expect([letters.length, more]).toEqual([250, true]);
    expect(operator.requested.map(({ limit }) => limit)).toEqual([200, 50]);
  });

  it('goes back to a time, and not through what is older', async () => {
    const operator = fakeOperator();
    const { letters } = await readLetters(operator, topic, { since: second(400) });
    expect(letters.map(({ offset }) => offset).at(-1)).toBe(400);
    expect(letters).toHaveLength(100);
    expect(operator.requested).toHaveLength(1);
  });
});

describe('replaying dead letters', () => {
  const from = (offset: number) => ({ source: { partition: 0, offset } });

  it('begins with the oldest, and leaves out what cannot be parsed', () => {
    const [first, second] = [letter(1, from(1)), letter(2, from(2))];
    const unknown = letter(5, { replayable: false });
    expect(toReplay([unknown, second, first])).toEqual([first, second]);
  });

  it('leaves out what was replayed already', () => {
    const done = letter(1, { ...from(1), replayed: { at: second(9), by: 'iam:grace' } });
    const failedAgain = letter(2, from(2));
    expect(toReplay([failedAgain, done])).toEqual([failedAgain]);
  });

  it('writes once what several consumers dead-lettered, and an event that was emitted twice', () => {
    const poison = [letter(1, from(7)), letter(2, from(7))];
    const event = [letter(3, { event_id: 'a', ...from(8) }), letter(4, { event_id: 'a', ...from(9) })];
    expect(toReplay([...poison, ...event].toReversed())).toEqual([poison[0], event[0]]);
    const elsewhere = letter(5, { source: { partition: 1, offset: 7 } });
    expect(toReplay([elsewhere, ...poison])).toHaveLength(2);
  });

  it('replays as many at once as the API takes, in their order', async () => {
    const operator = fakeOperator();
    const progress: number[] = [];
    const places = Array.from({ length: 230 }, (_, offset) => letter(offset));
    const { replayed } = await replayLetters(operator, topic, places, {
      onProgress: (done) => progress.push(done),
    });
    expect(replayed.map(({ offset }) => offset)).toEqual(places.map(({ offset }) => offset));
    expect(progress).toEqual([100, 200, 230]);
    expect(operator.requested[2]?.replayed?.[29]).toEqual({ partition: 0, offset: 229 });
  });
});

it('prints each letter with its event, place and cause', () => {
  const full = letter(7, {
    ...{ event_type: 'ORDER_CREATED', key: 'id', consumer_group: 'order-saga.orders', attempts: 101 },
    source: { partition: 13, offset: 804 },
  });
  const lines = letterLines({ ...queue, letters: [full, letter(6, { replayable: false })], more: true });
  expect(lines.map(stripVTControlCharacters)).toEqual([
    'orders.created: 500 records in its dead-letter queue',
    '2026-11-22T06:00:07.000Z  0 7  ORDER_CREATED  id  order-saga.orders  was 13@804\n    why (101 times)',
    '2026-11-22T06:00:06.000Z  0 6  from nowhere\n    why: cannot be written back',
    'and older ones: --limit shows more',
  ]);
});

it('shows the last error of a letter of an event source, or that there is none, and the replay', () => {
  const exhausted = { given_up_by: 'event-source', attempts: 3 } as const;
  const last_error = { at: second(1), error: 'TransientError: DynamoDB: throttled' };
  const replayed = { at: second(9), by: 'iam:grace' };
  const letters = [
    letter(3, { ...exhausted, cause: 'RetriesExhausted', last_error, replayed }),
    letter(2, { ...exhausted, cause: 'RetriesExhausted: Unhandled' }),
    letter(1, { given_up_by: 'event-source', cause: 'MaximumPayloadSizeExceeded' }),
  ];
  const lines = letterLines({ ...queue, letters, more: false }).map(stripVTControlCharacters);
  expect(lines.slice(1)).toEqual([
    [
      '2026-11-22T06:00:03.000Z  0 3  from nowhere',
      '    RetriesExhausted (3 times)',
      '    last error, at 2026-11-22T06:00:01.000Z: TransientError: DynamoDB: throttled',
      '    replayed 2026-11-22T06:00:09.000Z by iam:grace',
    ].join('\n'),
    [
      '2026-11-22T06:00:02.000Z  0 2  from nowhere',
      '    RetriesExhausted: Unhandled (3 times)',
      '    no error was recorded: the function timed out or died, or could not write it down',
    ].join('\n'),
    '2026-11-22T06:00:01.000Z  0 1  from nowhere\n    MaximumPayloadSizeExceeded',
  ]);
});
