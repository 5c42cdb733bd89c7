// Also tests functions/analytics/store
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Counts, RowChange } from '../../../../../functions/analytics/model/domain.ts';
import type { ViewReader, ViewStore } from '../../../../../functions/analytics/model/ports.ts';
import { nothingBegun, type Progress } from '../../../../../functions/analytics/model/progress-domain.ts';
import { pageLimit } from '../../../../../functions/analytics/model/seen-pages-domain.ts';
import { dynamodbViewReader } from '../../../../../functions/analytics/store/view-reader.dynamodb.ts';
import { dynamodbViews } from '../../../../../functions/analytics/store/views.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';

const { client, newTable } = dynamodbLocal();

const inMemory = async () => new InMemoryViews();
const inDynamoDb = async () => {
  const tables = { views: await newTable('views'), seen: await newTable('seen') };
  return { ...dynamodbViews(client, tables, new FixedClock()), ...dynamodbViewReader(client, tables.views) };
};

const until = 1_800_000_000;

describe.each<[string, () => Promise<ViewStore & ViewReader>]>([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDb],
])('the views %s', (_name, open) => {
  let store: ViewStore & ViewReader;
  beforeAll(async () => {
    store = await open();
  });

  const key = (row: string) => ({ view: 'orders|2026-11-22', row });
  const countsOf = async (row: string) => (await store.rows('orders|2026-11-22', row, row))[0]?.counts;

  it('add to a new row and to an existing one', async () => {
    const first = { counts: { 'reached.CREATED': 2, 'charged.GBP': 100 }, fences: { 3: { from: 5, to: 9 } } };
    expect(await store.add(key('00:01'), first)).toBeUndefined();
    const second = { counts: { 'reached.CREATED': 1 }, fences: { 3: { from: 10, to: 10 }, 4: { from: 0, to: 2 } } };
    expect(await store.add(key('00:01'), second)).toBeUndefined();
    expect(await countsOf('00:01')).toEqual({ 'reached.CREATED': 3, 'charged.GBP': 100 });
  });

  it('refuse counted contributions, and return the counted offsets', async () => {
    const change = { counts: { a: 1 }, fences: { 0: { from: 7, to: 7 }, 1: { from: 3, to: 3 } } };
    await store.add(key('00:02'), change);
    expect(await store.add(key('00:02'), change)).toMatchObject({ fences: { 0: 7, 1: 3 } });
    // One fence that is ahead is enough to reject the whole write.
    const half = { counts: { a: 1 }, fences: { 1: { from: 3, to: 4 }, 2: { from: 0, to: 0 } } };
    expect(await store.add(key('00:02'), half)).toMatchObject({ fences: { 0: 7, 1: 3 } });
    expect(await countsOf('00:02')).toEqual({ a: 1 });
  });

  it('add up without loss, beyond the safe integers', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const adding = (count: number | bigint, position: number) =>
      store.add(key('00:06'), { counts: { 'charged.IDR': count }, fences: { 0: { from: position, to: position } } });
    expect(await adding(most, 0)).toBeUndefined();
    expect(await adding(most, 1)).toBeUndefined();
    expect(await adding(10n ** 22n, 2)).toBeUndefined();
    // The counted offsets of a row with such sums are returned, too.
    expect(await adding(most, 2)).toMatchObject({ fences: { 0: 2 } });
    expect(await countsOf('00:06')).toEqual({ 'charged.IDR': 2n * BigInt(most) + 10n ** 22n });
  });

  it('accept one of many concurrent writes of the same contribution', async () => {
    const change = { counts: { a: 1 }, fences: { 0: { from: 0, to: 0 } } };
    const race = await Promise.all(Array.from({ length: 8 }, () => store.add(key('00:03'), change)));
    expect(race.filter((outcome) => outcome === undefined)).toHaveLength(1);
    expect(await countsOf('00:03')).toEqual({ a: 1 });
  });

  it('accept all concurrent writes of different partitions', async () => {
    const changes = Array.from({ length: 16 }, (_, partition) => ({
      counts: { a: 1 },
      fences: { [partition]: { from: 0, to: 0 } },
    }));
    const race = await Promise.all(changes.map((change) => store.add(key('00:04'), change)));
    expect(race).toEqual(changes.map(() => undefined));
    expect(await countsOf('00:04')).toEqual({ a: 16 });
  });

  it('accept a batch of all partitions of the widest topic, with many sums', async () => {
    const fences = Object.fromEntries(
      Array.from({ length: 48 }, (_, partition) => [partition, { from: 1_000_000, to: 2_000_000 }]),
    );
    const counts = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`cancelled.REASON_${index}`, 1]));
    expect(await store.add(key('00:05'), { counts, fences })).toBeUndefined();
    expect(await countsOf('00:05')).toEqual(counts);
    const gaps = Array.from({ length: 48 }, (_, partition) => `${partition}.1500000`);
    const was = (kind: 'absent' | 'there') =>
      Object.fromEntries(gaps.map((gap) => [gap, kind === 'there' ? { was: kind } : { was: kind, to: 1_400_000 }]));
    const further = (from: number) => Object.fromEntries(gaps.map((_, partition) => [partition, { from, to: from }]));
    const one = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`cancelled.REASON_${index}`, 1]));
    expect(
      await store.add(key('00:05'), { counts: one, fences: further(2_000_001), crossings: was('absent') }),
    ).toBeUndefined();
    expect(
      await store.add(key('00:05'), { counts: one, fences: further(2_000_002), crossings: was('there') }),
    ).toBeUndefined();
    expect(await countsOf('00:05')).toMatchObject({ 'cancelled.REASON_0': 3, 'cancelled.REASON_149': 1 });
  });

  it('store their fence at a gap as it was when they passed it', async () => {
    const at = (position: number, crossings: RowChange['crossings'], is?: number) =>
      store.add(key('00:07'), {
        counts: { a: 1 },
        fences: { 0: { from: position, to: position, ...(is !== undefined && { is }) } },
        ...(crossings && { crossings }),
      });
    // A missing row has passed nothing.
    expect(await at(3, { '0.2': { was: 'there' } })).toEqual({ counts: {}, fences: {} });
    expect(await at(3, { '0.2': { was: 'absent', to: -1 } }, -1)).toBeUndefined();
    expect(await at(4, { '0.2': { was: 'there' } })).toBeUndefined();
    // The row changed since it was read.
    expect(await at(7, { '0.6': { was: 'absent', to: 3 } }, 3)).toMatchObject({
      fences: { 0: 4 },
      crossings: { '0.2': -1 },
    });
    expect(await at(7, { '0.6': { was: 'absent', to: 4 } }, 4)).toBeUndefined();
    // A redelivery at its own place behind the gap.
    const again = { counts: { a: 1 }, fences: {}, crossings: { '0.6': { was: 4, to: 5 } } };
    expect(await store.add(key('00:07'), again)).toBeUndefined();
    expect(await store.add(key('00:07'), again)).toMatchObject({ crossings: { '0.6': 5 } });
    expect(await store.reached(key('00:07'))).toMatchObject({ fences: { 0: 7 }, crossings: { '0.2': -1, '0.6': 5 } });
    expect(await countsOf('00:07')).toEqual({ a: 4 });
  });

  it('accept one of two concurrent changes of a partition’s progress and gaps', async () => {
    const before = nothingBegun;
    const after: Progress = {
      open: [
        [3, 9],
        [12, 12],
      ],
      crossed: 2,
    };
    expect(await store.progress('orders.created', [0, 1])).toEqual(new Map());
    expect(await store.advance('orders.created', [{ partition: 1, before, after }])).toBe(true);
    const stale = [
      { partition: 0, before, after },
      { partition: 1, before, after },
    ];
    expect(await store.advance('orders.created', stale)).toBe(false);
    expect(await store.progress('orders.created', [0, 1])).toEqual(new Map([[1, after]]));
    expect(await store.advance('orders.created', [{ partition: 1, before: after, after: before }])).toBe(true);
    expect(await store.advance('orders.created', [{ partition: 1, before, after }])).toBe(true);
    const gaps = { before: [], after: [[1, 2]] } as const;
    expect(await store.gaps('orders.created', 1)).toEqual([]);
    expect(await store.keepGaps('orders.created', 1, gaps)).toBe(true);
    expect(await store.keepGaps('orders.created', 1, gaps)).toBe(false);
    expect(await store.gaps('orders.created', 1)).toEqual([[1, 2]]);
  });

  it('add a place to an event unless another writer did', async () => {
    await store.firstPlaces('order|3', { e1: '0:5' }, until);
    const again = { before: '0:5', after: '0:5 0:9' };
    expect(await store.addPlace('order|3', 'e1', again)).toBe(true);
    expect(await store.addPlace('order|3', 'e1', again)).toBe(false);
    expect(await store.firstPlaces('order|3', { e1: '0:9' }, until)).toEqual({ e1: '0:5 0:9' });
  });

  it('keep the first place of each event', async () => {
    expect(await store.firstPlaces('order|1', { e1: '0:5', e2: '0:6' }, until)).toEqual({ e1: '0:5', e2: '0:6' });
    expect(await store.firstPlaces('order|1', { e2: '0:9', e3: '0:8' }, until)).toMatchObject({ e2: '0:6', e3: '0:8' });
    expect(await store.firstPlaces('order|2', { e1: '0:7' }, until)).toEqual({ e1: '0:7' });
  });

  it('fill a page once for each size, and keep its places', async () => {
    const name = 'page|order|2026-11-22|06:00|';
    expect(await store.page(name)).toEqual({ size: 0, places: {} });
    const race = await Promise.all(
      ['e1', 'e2', 'e3'].map((id) => store.fillPage(name, { size: 0, added: { [id]: '0:5' }, until })),
    );
    expect(race.toSorted()).toEqual([false, false, true]);
    const { size, places } = await store.page(name);
    expect({ size, places: Object.values(places) }).toEqual({ size: 1, places: ['0:5'] });
    // All that fit into a page at once, in one expression.
    const added = Object.fromEntries(
      Array.from({ length: pageLimit - 1 }, () => [randomUUID(), '47:9007199254740991']),
    );
    expect(await store.fillPage(name, { size: 1, added, until })).toBe(true);
    expect(await store.fillPage(name, { size: 1, added: { e9: '0:9' }, until })).toBe(false);
    expect(await store.page(name)).toEqual({ size: pageLimit, places: { ...places, ...added } });
    const [id = ''] = Object.keys(places);
    expect(await store.addPlace(name, id, { before: '0:5', after: '0:5 0:9' })).toBe(true);
    expect(await store.addPlace(name, id, { before: '0:5', after: '0:5 0:7' })).toBe(false);
    expect((await store.page(name)).places[id]).toBe('0:5 0:9');
  });

  it('add to a packed row as to any other, with many sums and writers at a time', async () => {
    const view = 'skus|2026-11-22|2';
    const hour = { view, row: 'hour|06' };
    const sums = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`units.S-${index}`, index]));
    const change = (partition: number, counts: Counts = sums) => ({
      counts,
      fences: { [partition]: { from: 4, to: 4 } },
    });
    const writers = Array.from({ length: 4 }, (_, partition) => store.add(hour, change(partition)));
    expect(await Promise.all(writers)).toEqual(writers.map(() => undefined));
    expect(await store.add(hour, change(2))).toMatchObject({ fences: { 0: 4, 1: 4, 2: 4, 3: 4 } });
    expect(await store.add(hour, change(5, { 'revenue.IDR.S-1': 10n ** 22n }))).toBeUndefined();
    const [row] = await store.rows(view);
    expect(row?.counts['units.S-1999']).toBe(4 * 1_999);
    expect(row?.counts['revenue.IDR.S-1']).toBe(10n ** 22n);
    const crossed = {
      counts: { a: 1 },
      fences: { 0: { from: 7, to: 7, is: 4 } },
      crossings: { '0.6': { was: 'absent', to: 4 } },
    };
    expect(await store.add(hour, crossed as RowChange)).toBeUndefined();
    expect(await store.reached(hour)).toMatchObject({ fences: { 0: 7, 5: 4 }, crossings: { '0.6': 4 } });
  });

  it('store the newest event of a topic, in any order of arrival', async () => {
    await store.touch('orders.created', '2026-11-22T06:00:01.000Z');
    await store.touch('orders.created', '2026-11-22T06:00:00.000Z');
    await store.touch('payments.completed', '2026-11-22T05:00:00.000Z');
    expect(await store.newest()).toEqual({
      'orders.created': '2026-11-22T06:00:01.000Z',
      'payments.completed': '2026-11-22T05:00:00.000Z',
    });
  });

  it('return a range of rows in order', async () => {
    for (const minute of ['12:30', '09:00', '10:15', '10:16']) {
      const change = { counts: { [minute]: 1 }, fences: { 0: { from: 0, to: 0 } } };
      await store.add({ view: 'payments|2026-11-22', row: minute }, change);
    }
    const rows = await store.rows('payments|2026-11-22', '09:00', '10:15');
    expect(rows).toEqual([
      { row: '09:00', counts: { '09:00': 1 } },
      { row: '10:15', counts: { '10:15': 1 } },
    ]);
    expect(await store.rows('payments|2026-11-22')).toHaveLength(4);
    expect(await store.rows('payments|2026-11-23')).toEqual([]);
  });

  it('return all rows, beyond one page', async () => {
    // Long names make the result larger than one page of a query (1 MB).
    const rows = Array.from({ length: 120 }, (_, index) => `S${String(index).padStart(4, '0')}`);
    const long = 'x'.repeat(10_000);
    for (const row of rows) {
      await store.add({ view: 'skus|2026-11-22|0', row }, { counts: { [long]: 1 }, fences: { 0: { from: 0, to: 0 } } });
    }
    expect((await store.rows('skus|2026-11-22|0')).map(({ row }) => row)).toEqual(rows);
  });
});
