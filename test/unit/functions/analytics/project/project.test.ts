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

/** The store with some methods replaced. */
const storeOf = (views: InMemoryViews, otherwise: Partial<ViewStore> = {}): ViewStore => ({
  packedFrom: views.packedFrom.bind(views),
  page: views.page.bind(views),
  fillPage: views.fillPage.bind(views),
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
  it('emits nothing, and stores the time of each topic’s newest event', async () => {
    const views = new InMemoryViews();
    expect(await project({ store: storeOf(views) })(batch.toReversed())).toEqual({
      emit: [],
      failed: [],
      rejected: [],
    });
    expect(await views.newest()).toEqual({ [topic]: '2026-11-22T06:00:01.000Z' });
  });

  it('writes all contributions of a batch to a row at once', async () => {
    const views = new InMemoryViews();
    await project({ store: storeOf(views) })(batch);
    // The page of places, the day, the minute, the hour of the SKUs, the newest event, and the begin and end of the batch.
    expect(views.writes).toBe(7);
  });

  it('retains places of events longer than they can be redelivered', async () => {
    const kept: number[] = [];
    const views = new InMemoryViews();
    const firstPlaces: ViewStore['firstPlaces'] = (of, seen, until) => {
      kept.push(until);
      return views.firstPlaces(of, seen);
    };
    const fillPage: ViewStore['fillPage'] = (name, change) => {
      kept.push(change.until);
      return views.fillPage(name, change);
    };
    // The page has room for one of two events.
    await project({ store: storeOf(views, { firstPlaces, fillPage }), limit: 1 })(
      [batch[0], batch[0]].flatMap((one) => one ?? []),
    );
    await project({ store: storeOf(views, { firstPlaces, fillPage }), limit: 0 })(batch);
    const days = kept.map((until) => (until - Date.parse('2026-11-22T06:00:01.000Z') / 1_000) / 86_400);
    // Seven days in the topic, thirty in a dead-letter queue, seven in the topic after a replay.
    expect(days.map(Math.round)).toEqual([60, 60]);
  });

  it('fails for redelivery when it loses every race for a row', async () => {
    let fence = -1;
    const add: ViewStore['add'] = async () => ({ fences: { 7: ++fence } });
    const { failed, rejected } = await project({ store: storeOf(new InMemoryViews(), { add }) })(batch);
    expect({ failed: failed.length, rejected }).toEqual({ failed: 2, rejected: [] });
    expect(fence).toBeLessThan(40);
  });

  it('rejects only the record at fault', async () => {
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
