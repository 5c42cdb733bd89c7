import { describe, expect, it } from 'vitest';
import type { ViewTable } from '../../../bin/views/rebuild.ts';
import { dynamodbViewTable } from '../../../bin/views/view-table.ts';
import { correctionOf } from '../../../functions/analytics/model/correction-domain.ts';
import type { DeadLetterNotes, ViewReader, ViewStore } from '../../../functions/analytics/model/ports.ts';
import { dynamodbDeadLetterNotes } from '../../../functions/analytics/store/dead-letter-notes.dynamodb.ts';
import { dynamodbViewReader } from '../../../functions/analytics/store/view-reader.dynamodb.ts';
import { dynamodbViews } from '../../../functions/analytics/store/views.dynamodb.ts';
import { chunksOf } from '../../../functions/shared/kernel/chunks.ts';
import { dynamodbLocal } from '../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../support/fakes/fixed-clock.ts';
import { InMemoryViews } from '../../support/fakes/in-memory-views.ts';

const { client, newTable } = dynamodbLocal();

type Table = ViewTable & Pick<ViewStore, 'add' | 'touch'> & DeadLetterNotes & Pick<ViewReader, 'deadLettered'>;

const inMemory = async (): Promise<Table> => {
  const views = new InMemoryViews();
  return {
    rows: async () => views.all,
    packedFrom: () => views.packedFrom(),
    correct: views.correct.bind(views),
    add: views.add.bind(views),
    touch: views.touch.bind(views),
    note: views.note.bind(views),
    forget: views.forget.bind(views),
    deadLettered: views.deadLettered.bind(views),
    forgetDeadLetters: views.forgetDeadLetters.bind(views),
  };
};
const inDynamoDb = async (): Promise<Table> => {
  const views = await newTable('views');
  const { add, touch } = dynamodbViews(client, { views, seen: 'seen' }, new FixedClock());
  const { deadLettered } = dynamodbViewReader(client, views);
  return { ...dynamodbViewTable(client, views), ...dynamodbDeadLetterNotes(client, views), add, touch, deadLettered };
};

const tables: readonly (readonly [string, () => Promise<Table>])[] = [
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDb],
];

describe.each(
  tables.flatMap(([name, open]) =>
    [
      { view: 'orders|days', row: '2026-11-22' },
      { view: 'skus|2026-11-22|1', row: 'hour|06' },
    ].map((key) => [name, key.row, key, open] as const),
  ),
)('the table of the views %s, row %s', (_name, _row, key, open) => {
  const given = async () => {
    const table = await open();
    await table.add(key, { counts: { a: 1, b: 2 }, fences: { 0: { from: 0, to: 5 } } });
    await table.touch('orders.created', '2026-11-22T06:00:00.000Z');
    return table;
  };

  it('shows its rows, and nothing but rows', async () => {
    const table = await given();
    expect(await table.rows()).toEqual([{ ...key, counts: { a: 1, b: 2 }, fences: { 0: 5 }, corrections: 0 }]);
  });

  it('corrects sums and fences, and counts how often', async () => {
    const table = await given();
    const fences = { 0: { from: 5, to: 7 }, 1: { from: undefined, to: 3 } };
    expect(await table.correct(key, { counts: { b: -1, c: 4 }, removed: { a: 1 }, fences }, 0)).toBe(true);
    const [row] = await table.rows();
    expect(row).toEqual({ ...key, counts: { b: 1, c: 4 }, fences: { 0: 7, 1: 3 }, corrections: 1 });
    expect(await table.correct(key, { counts: { a: 1 }, removed: {}, fences: {} }, 1)).toBe(true);
    expect(await table.rows()).toMatchObject([{ counts: { a: 1 }, corrections: 2 }]);
  });

  it('knows what was dead-lettered until it is counted, and takes none of it for a row', async () => {
    const table = await given();
    const place = (offset: number) => ({ topic: 'orders.created', partition: 3, offset });
    await table.note([place(7), place(8), { topic: 'payments.completed', partition: 0, offset: 7 }]);
    await table.note([place(8)]);
    expect(await table.deadLettered()).toEqual({ 'orders.created': 2, 'payments.completed': 1 });
    expect(await table.rows()).toHaveLength(1);
    expect(await table.forgetDeadLetters(({ topic, offset }) => topic === 'orders.created' && offset < 8)).toBe(1);
    expect(await table.deadLettered()).toEqual({ 'orders.created': 1, 'payments.completed': 1 });
  });

  it('forgets what was dead-lettered when its event is counted', async () => {
    const table = await open();
    const place = { topic: 'orders.created', partition: 3 };
    await table.note([
      { ...place, offset: 7, eventId: 'a' },
      { ...place, offset: 8, eventId: 'b' },
      { ...place, offset: 9 },
    ]);
    await table.forget(new Set(['b', 'c']));
    expect(await table.deadLettered()).toEqual({ 'orders.created': 2 });
    await table.forget(new Set(['a']));
    expect(await table.deadLettered()).toEqual({ 'orders.created': 1 });
  });

  it('makes a row that is not there', async () => {
    const table = await open();
    expect(
      await table.correct(key, { counts: { a: 2 }, removed: {}, fences: { 0: { from: undefined, to: 1 } } }, 0),
    ).toBe(true);
    expect(await table.rows()).toEqual([{ ...key, counts: { a: 2 }, fences: { 0: 1 }, corrections: 1 }]);
    // What was corrected is counted: the projection does not add it once more.
    expect(await table.add(key, { counts: { a: 2 }, fences: { 0: { from: 1, to: 1 } } })).toMatchObject({
      fences: { 0: 1 },
    });
  });

  it.each([
    ['was corrected by another', { counts: { a: 1 }, removed: {}, fences: {} }, 1],
    ['has another sum where there should be none', { counts: {}, removed: { a: 2 }, fences: {} }, 0],
    ['has a fence elsewhere', { counts: { a: 1 }, removed: {}, fences: { 0: { from: 4, to: 7 } } }, 0],
    [
      'has a fence where there was none',
      { counts: { a: 1 }, removed: {}, fences: { 0: { from: undefined, to: 7 } } },
      0,
    ],
  ])('leaves alone a row that %s', async (_case, correction, corrections) => {
    const table = await given();
    const before = await table.rows();
    expect(await table.correct(key, correction, corrections)).toBe(false);
    expect(await table.rows()).toEqual(before);
  });

  it('adds up without loss, beyond the safe integers', async () => {
    const table = await given();
    const most = Number.MAX_SAFE_INTEGER;
    for (const position of [6, 7, 8]) {
      await table.add(key, { counts: { a: most }, fences: { 0: { from: position, to: position } } });
    }
    const sum = 3n * BigInt(most) + 1n;
    expect(await table.rows()).toMatchObject([{ counts: { a: sum, b: 2 } }]);
    const wrong = { counts: { a: -sum + 5n }, removed: {}, fences: {} };
    expect(await table.correct(key, wrong, 0)).toBe(true);
    expect(await table.rows()).toMatchObject([{ counts: { a: 5 } }]);
  });

  it('takes thousands of sums out of a row that is as large as an item can be', async () => {
    const table = await open();
    const names = Array.from({ length: 6_800 }, (_, index) => `cancelled.${'X'.repeat(35)}_${index}`);
    const fences = Object.fromEntries(Array.from({ length: 48 }, (_, partition) => [partition, { from: 0, to: 9 }]));
    for (const some of chunksOf(names, 150)) {
      const { length } = await table.rows();
      const moved = length === 0 ? fences : {};
      const counts = Object.fromEntries(some.map((name) => [name, 1]));
      await table.correct(key, { counts, removed: {}, fences: {} }, (await table.rows())[0]?.corrections ?? 0);
      if (length === 0) await table.add(key, { counts: { z: 1 }, fences: moved });
    }
    const [row] = await table.rows();
    if (row === undefined) throw new Error('There is no row');
    const later = Object.fromEntries(Array.from({ length: 48 }, (_, partition) => [partition, 10]));
    const expected = { counts: { 'cancelled.OTHER': 6_800, z: 1 }, fences: later };
    const { corrections } = row;
    expect(await table.correct(key, correctionOf({ ...key, live: row, corrections, expected }), corrections)).toBe(
      true,
    );
    expect(await table.rows()).toMatchObject([expected]);
    expect(Object.keys((await table.rows())[0]?.counts ?? {})).toHaveLength(2);
  });

  it('corrects while the projection adds', async () => {
    const table = await given();
    await Promise.all([
      table.correct(key, { counts: { a: 10 }, removed: {}, fences: {} }, 0),
      table.add(key, { counts: { a: 100 }, fences: { 0: { from: 6, to: 6 } } }),
    ]);
    expect(await table.rows()).toMatchObject([{ counts: { a: 111, b: 2 }, fences: { 0: 6 } }]);
  });
});
