import { describe, expect, it } from 'vitest';
import { correctViews, type EventLog, isBefore, recountViews } from '../../../bin/views/rebuild.ts';
import type { Row, RowKey } from '../../../functions/analytics/model/domain.ts';
import type { CountedEvent } from '../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../functions/analytics/project/project.ts';
import { eventsOf, receivedAt } from '../../support/analytics-events.ts';
import { InMemoryViews } from '../../support/fakes/in-memory-views.ts';

const order = (index: number) => eventsOf({ name: `order ${index}`, at: `2026-11-22T06:0${index}:00.000Z` });
const both = [0, 1, 2, 3].map(order);
const topics: Readonly<Record<string, readonly CountedEvent[]>> = {
  'orders.created': [
    ...both.map((one) => one.created()),
    ...both.map((one) => one.processing(10)),
    // Emitted again, by a saga that crashed before it could record that.
    ...both.map((one) => one.processing(10)),
  ],
  'payments.completed': both.map((one) => one.paid(500)),
  'inventory.updated': [both[0]?.reserved('A', 4, 5), both[1]?.rejected('A', 5, 6)].flatMap((event) => event ?? []),
};

/** A log of one partition per topic, acknowledged by the projection up to a record of each. */
class FakeLog implements EventLog {
  readonly first: number;
  readonly acknowledged: number;

  constructor({ first = 0, acknowledged = 100 } = {}) {
    this.first = first;
    this.acknowledged = acknowledged;
  }

  async positions() {
    return Object.entries(topics).map(([topic, events]) => ({
      topic,
      partition: 0,
      first: topic === 'payments.completed' ? this.first : 0,
      end: events.length,
      acknowledged: Math.min(this.acknowledged, events.length),
    }));
  }

  async read(positions: Awaited<ReturnType<FakeLog['positions']>>, onRecord: Parameters<EventLog['read']>[1]) {
    for (const { topic, partition } of positions) {
      for (const [offset, event] of (topics[topic] ?? []).entries()) {
        onRecord({ topic, partition, offset, value: Buffer.from(JSON.stringify(event)) });
      }
    }
    onRecord({ topic: 'orders.created', partition: 0, offset: 99, value: Buffer.from('{"type":"ORDER_CREATED"}') });
  }
}

const silent = () => ({ update: () => {}, stop: () => {} });

/** A store to which the projection has applied so many records of each topic. */
const applied = async (records = 100) => {
  const views = new InMemoryViews();
  for (const [topic, events] of Object.entries(topics)) {
    const head = events.slice(0, records).map((event, offset) => receivedAt({ topic, partition: 0, offset }, event));
    await project({ store: views })(head);
  }
  const table = {
    rows: async () => views.all,
    packedFrom: () => views.packedFrom(),
    correct: views.correct.bind(views),
  };
  return { views, table };
};

const recounted = (table: Awaited<ReturnType<typeof applied>>['table'], log = new FakeLog()) =>
  recountViews({ table, log }, silent);

describe('a rebuild of the views', () => {
  it('finds live views equal to the byte, and reports their digests', async () => {
    const { table } = await applied();
    const { views, differences, cut, records } = await recounted(table);
    expect({ differences, cut, records }).toEqual({ differences: [], cut: [], records: 19 });
    expect(views.map(({ view, rows }) => [view, rows])).toEqual([
      ['orders', 5],
      ['payments', 5],
      ['rejections', 1],
      ['skus', 1],
      ['stock-outs', 1],
    ]);
    for (const { live, recounted: again } of views) expect(live).toBe(again);
    expect(new Set(views.map(({ live }) => live)).size).toBe(views.length);
  });

  it('knows which dead-lettered records it has counted', async () => {
    const { table } = await applied(3);
    const { countedTo } = await recounted(table, new FakeLog({ acknowledged: 3, first: 2 }));
    const at = (topic: string, offset: number) => isBefore(countedTo, { topic, partition: 0, offset });
    expect([at('orders.created', 2), at('orders.created', 3)]).toEqual([true, false]);
    // Its first records are gone: it was not counted.
    expect(at('payments.completed', 1)).toBe(false);
  });

  it('does not count what the projection has not acknowledged', async () => {
    const { table } = await applied(3);
    expect((await recounted(table, new FakeLog({ acknowledged: 3 }))).differences).toEqual([]);
    expect((await recounted(table, new FakeLog({ acknowledged: 2 }))).differences).toEqual([]);
    expect((await recounted(table, new FakeLog({ acknowledged: 4 }))).differences).not.toEqual([]);
  });

  const day: RowKey = { view: 'orders|days', row: '2026-11-22' };
  const damages: readonly [string, RowKey, (row: Row) => Row | undefined][] = [
    ['a wrong sum', day, ({ counts, fences }) => ({ counts: { ...counts, 'reached.CREATED': 9 }, fences })],
    ['a sum of what never was', day, ({ counts, fences }) => ({ counts: { ...counts, 'reached.SHIPPED': 1 }, fences })],
    ['a lost row', day, () => undefined],
    ['a lost hour of SKUs', { view: 'skus|2026-11-22|1', row: 'hour|06' }, () => undefined],
    ['a row too many', { view: 'skus|2026-11-21|1', row: 'A' }, () => ({ counts: { units: 3 }, fences: { 0: 1 } })],
    ['a lost stock-out', { view: 'stock-outs|2026-11-22', row: '2026-11-22T06:00:00.005Z|A|4' }, () => undefined],
  ];

  it.each(damages)('finds and mends %s', async (_name, key, damage) => {
    const { views, table } = await applied();
    const sound = await recounted(table);
    const row = views.all.find((one) => one.view === key.view && one.row === key.row);
    views.damage(key, damage(row ?? { counts: {}, fences: {} }));
    const found = await recounted(table);
    expect(found.differences).toMatchObject([key]);
    expect(found.views.filter(({ live, recounted: again }) => live !== again)).toHaveLength(1);
    expect(await correctViews({ table }, found.differences)).toEqual([]);
    expect(await recounted(table)).toEqual(sound);
  });

  it('mends a table that is gone, after which the projection goes on', async () => {
    const { views, table } = await applied(3);
    const log = new FakeLog({ acknowledged: 3 });
    for (const row of views.all) views.damage(row, undefined);
    expect(await correctViews({ table }, (await recounted(table, log)).differences)).toEqual([]);
    // Delivered once more from the start: a group that was reset.
    for (const [topic, events] of Object.entries(topics)) {
      await project({ store: views })(
        events.map((event, offset) => receivedAt({ topic, partition: 0, offset }, event)),
      );
    }
    expect((await recounted(table)).differences).toEqual([]);
  });

  it('does not wrong a row to which the projection adds meanwhile', async () => {
    const { views, table } = await applied(3);
    const row = views.all.find(({ view }) => view === day.view);
    views.damage(day, { fences: row?.fences ?? {}, counts: { 'reached.CREATED': 70 } });
    const { differences } = await recounted(table, new FakeLog({ acknowledged: 3 }));
    const rest = (topics['orders.created'] ?? []).map((event, offset) =>
      receivedAt({ topic: 'orders.created', partition: 0, offset }, event),
    );
    await project({ store: views })(rest.slice(3));
    expect(await correctViews({ table }, differences)).toEqual([]);
    expect((await recounted(table, new FakeLog({ acknowledged: 3 }))).differences).toEqual([]);
  });

  it('leaves a row alone that another rebuild has mended, or whose fence has moved', async () => {
    const { views, table } = await applied();
    const row = views.all.find(({ view }) => view === day.view);
    views.damage(day, { fences: row?.fences ?? {}, counts: {} });
    const { differences } = await recounted(table);
    expect(await correctViews({ table }, differences)).toEqual([]);
    expect(await correctViews({ table }, differences)).toEqual([day]);

    views.damage(day, undefined);
    const lost = (await recounted(table)).differences.map((one) => ({ ...one, corrections: 1 }));
    views.damage(day, { counts: { 'reached.CREATED': 1 }, fences: { 0: 0 } });
    expect(await correctViews({ table }, lost)).toEqual([day]);
  });

  it('reports topics whose beginning is gone, and leaves their views out', async () => {
    const { views, table } = await applied();
    for (const row of views.all) if (row.view.startsWith('payments')) views.damage(row, undefined);
    const { cut, differences, views: compared } = await recounted(table, new FakeLog({ first: 2 }));
    expect({ cut, differences }).toEqual({ cut: ['payments.completed'], differences: [] });
    expect(compared.map(({ view }) => view)).not.toContain('payments');
  });
});
