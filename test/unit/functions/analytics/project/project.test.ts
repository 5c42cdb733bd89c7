import { describe, expect, it } from 'vitest';
import type { ViewStore } from '../../../../../functions/analytics/model/ports.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';

const order = eventsOf({ name: 'order', at: '2026-11-22T06:00:00.000Z' });
const topic = 'orders.created';
const batch = [order.created(), order.processing(1_000)].map((event, offset) =>
  receivedAt({ topic, partition: 0, offset }, event),
);

/** The store, with some of its ports done otherwise. */
const storeOf = (views: InMemoryViews, otherwise: Partial<ViewStore> = {}): ViewStore => ({
  firstPlaces: views.firstPlaces.bind(views),
  addPlace: views.addPlace.bind(views),
  add: views.add.bind(views),
  reached: views.reached.bind(views),
  progress: views.progress.bind(views),
  advance: views.advance.bind(views),
  gaps: views.gaps.bind(views),
  keepGaps: views.keepGaps.bind(views),
  touch: views.touch.bind(views),
  ...otherwise,
});

describe('the projection', () => {
  it('says nothing, and notes the newest event of each topic', async () => {
    const views = new InMemoryViews();
    expect(await project({ store: storeOf(views) })(batch.toReversed())).toEqual({
      emit: [],
      failed: [],
      rejected: [],
    });
    expect(await views.newest()).toEqual({ [topic]: '2026-11-22T06:00:01.000Z' });
  });

  it('writes what a batch adds to a row in one write', async () => {
    const views = new InMemoryViews();
    await project({ store: storeOf(views) })(batch);
    // What is known of the order, its day, its minute, its SKU, the newest event; and that the batch began and ended.
    expect(views.writes).toBe(7);
  });

  it('keeps what it knows of an order longer than its events can come again', async () => {
    const kept: number[] = [];
    const views = new InMemoryViews();
    const firstPlaces: ViewStore['firstPlaces'] = (of, seen, until) => {
      kept.push(until);
      return views.firstPlaces(of, seen);
    };
    await project({ store: storeOf(views, { firstPlaces }) })(batch);
    const days = kept.map((until) => (until - Date.parse('2026-11-22T06:00:01.000Z') / 1_000) / 86_400);
    // Seven days in the topic, thirty in a dead-letter queue, seven in the topic again.
    expect(days).toEqual([60]);
  });

  it('leaves a row that others move all the time to another delivery', async () => {
    let fence = -1;
    const add: ViewStore['add'] = async () => ({ fences: { 7: ++fence } });
    const { failed, rejected } = await project({ store: storeOf(new InMemoryViews(), { add }) })(batch);
    expect({ failed: failed.length, rejected }).toEqual({ failed: 2, rejected: [] });
    expect(fence).toBeLessThan(40);
  });

  it('rejects only the record that is at fault', async () => {
    const views = new InMemoryViews();
    const add: ViewStore['add'] = (key, change) => {
      if (change.counts['reached.PROCESSING'] !== undefined) throw new RangeError('A defect');
      return views.add(key, change);
    };
    const { failed, rejected } = await project({ store: storeOf(views, { add }) })(batch);
    expect(failed).toEqual([]);
    expect(rejected).toMatchObject([{ received: batch[1], cause: 'RangeError: A defect' }]);
    expect(views.counts['orders|days/2026-11-22']).toEqual({ 'reached.CREATED': 1 });
  });
});
