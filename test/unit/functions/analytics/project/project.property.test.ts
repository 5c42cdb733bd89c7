import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedAlways, packedNever, unpackedSums } from '../../../../../functions/analytics/model/packing-domain.ts';
import { recount } from '../../../../../functions/analytics/model/recount-domain.ts';
import { isPackedRow } from '../../../../../functions/analytics/model/view-names-domain.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { eventsOf, receivedAt, type TestPlace } from '../../../../support/analytics-events.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';

const skus = ['A', 'B', '22423'];
const topicOf = (event: CountedEvent): string =>
  'version' in event
    ? 'inventory.updated'
    : 'notification_id' in event
      ? 'notifications.events'
      : 'payment_id' in event
        ? 'payments.completed'
        : 'orders.created';
const partitions = 3;
const partitionOf = (key: string): number =>
  [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % partitions;
const keyOf = (event: CountedEvent): string =>
  'version' in event ? event.sku : 'notification_id' in event ? event.user_id : event.order_id;

/** The events of one order, and those that are emitted twice. */
interface Story {
  readonly minute: number;
  readonly lines: readonly { readonly sku: string; readonly qty: number; readonly unit_price: number }[];
  readonly currency: string;
  readonly end: 'paid' | 'declined' | 'refunded' | 'rejected';
  readonly again: readonly number[];
}

const story: fc.Arbitrary<Story> = fc.record({
  // Around midnight: two days.
  minute: fc.integer({ min: -3, max: 3 }),
  lines: fc.uniqueArray(
    fc.record({ sku: fc.constantFrom(...skus), qty: fc.integer({ min: 1, max: 9 }), unit_price: fc.nat(500) }),
    { minLength: 1, maxLength: 3, selector: ({ sku }) => sku },
  ),
  currency: fc.constantFrom('GBP', 'EUR'),
  end: fc.constantFrom('paid', 'declined', 'refunded', 'rejected'),
  again: fc.array(fc.nat(20), { maxLength: 4 }),
});

const eventsOfStory = (
  { minute, lines, currency, end }: Story,
  name: string,
  version: () => number,
): CountedEvent[] => {
  const at = new Date(Date.parse('2026-11-22T00:00:00.000Z') + minute * 60_000).toISOString();
  const order = eventsOf({ name, at, currency, lines });
  const [line] = lines;
  const sku = line?.sku ?? '';
  if (end === 'rejected') {
    return [order.created(), order.rejected(sku, version(), 20), order.cancelled(30, `OUT_OF_STOCK: ${sku}`)];
  }
  const head = [order.created(), order.reserved(sku, version(), 20), order.processing(30)];
  if (end === 'declined') return [...head, order.failed(50, 'card_declined')];
  const paid = [...head, order.paid(75_000), order.shipped(80_000), order.notified('order-paid', 90_000)];
  return end === 'paid' ? paid : [...paid, order.cancelled(90_000, 'changed my mind'), order.refunded(99_000)];
};

type Log = ReadonlyMap<string, readonly { readonly place: TestPlace; readonly event: CountedEvent }[]>;

/** The topics with all events of the orders; re-emitted ones occur a second time later in their partition. */
const logOf = (stories: readonly Story[]): Log => {
  const log = new Map<string, { place: TestPlace; event: CountedEvent }[]>();
  const append = (event: CountedEvent): void => {
    const [topic, partition] = [topicOf(event), partitionOf(keyOf(event))];
    const lane = log.get(`${topic}-${partition}`) ?? [];
    lane.push({ place: { topic, partition, offset: lane.length * 2 }, event });
    log.set(`${topic}-${partition}`, lane);
  };
  let version = 0;
  const emitted = stories.flatMap((one, index) => {
    const events = eventsOfStory(one, `order ${index}`, () => ++version);
    for (const event of events) append(event);
    return one.again.flatMap((nth) => events[nth % events.length] ?? []);
  });
  for (const event of emitted) append(event);
  return log;
};

const stories = fc.array(story, { maxLength: 8 });

/** A delivery of the heads of some partitions, and its outcome. */
const delivery = fc.record({
  lanes: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 6 }),
  size: fc.integer({ min: 1, max: 8 }),
  acknowledged: fc.boolean(),
  writes: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(12)),
  lost: fc.boolean(),
  /** A second invocation with the same records at the same time: the first timed out, and runs on. */
  zombie: fc.boolean(),
});
type Delivery = typeof delivery extends fc.Arbitrary<infer D> ? D : never;

/** All days, the second of two, or none; and pages of all sizes. */
const packing = fc.record({
  packedFrom: fc.constantFrom(packedAlways, '2026-11-22', packedNever),
  limit: fc.constantFrom(0, 1, 2, 200),
});
type Packing = typeof packing extends fc.Arbitrary<infer P> ? P : never;

/** Delivers the log like event source mappings: each partition in order, in any batches, finally all of it. */
const run = async (
  log: Log,
  deliveries: readonly Delivery[],
  { packedFrom, limit }: Packing,
  store = new InMemoryViews(),
) => {
  store.firstPackedDay = packedFrom;
  const idiom = project({ store, limit });
  const lanes = [...log];
  const heads = new Map<string, number>();
  const deliver = async (
    names: readonly string[],
    { size, acknowledged, writes, lost, zombie }: Omit<Delivery, 'lanes'>,
  ) => {
    store.failAfter(writes, lost);
    const batch = names.flatMap((name) => {
      const head = heads.get(name) ?? 0;
      return (log.get(name) ?? []).slice(head, head + size).map(({ place, event }) => receivedAt(place, event));
    });
    const [settlement] = await Promise.all([idiom(batch), zombie ? idiom(batch) : undefined]);
    expect(settlement.rejected).toEqual([]);
    if (!acknowledged || settlement.failed.length > 0) return;
    for (const name of names) heads.set(name, (heads.get(name) ?? 0) + size);
  };
  for (const one of deliveries) {
    const names = one.lanes.flatMap((nth) => lanes[nth % Math.max(1, lanes.length)]?.[0] ?? []);
    await deliver([...new Set(names)], one);
  }
  const rest = { size: 1_000, acknowledged: true, writes: Number.POSITIVE_INFINITY, lost: false, zombie: false };
  await deliver([...log.keys()], rest);
  return { store, heads };
};

/** The expected sums of the orders, without the views' code. */
const plainSums = (all: readonly Story[]) => {
  const amount = ({ lines }: Story) => lines.reduce((sum, { qty, unit_price }) => sum + qty * unit_price, 0);
  const of = (...ends: readonly Story['end'][]) => all.filter(({ end }) => ends.includes(end));
  const sum = (some: readonly Story[], by: (one: Story) => number) => some.reduce((total, one) => total + by(one), 0);
  return {
    created: all.length,
    cancelled: of('rejected', 'refunded').length,
    paid: of('paid', 'refunded').length,
    converted: of('paid', 'refunded').length,
    failed: of('declined').length,
    net: sum(of('paid'), amount),
    units: sum(all, ({ lines }) => lines.reduce((total, { qty }) => total + qty, 0)),
    rejected: of('rejected').length,
    stockOuts: of('paid', 'declined', 'refunded').length,
    notified: of('paid', 'refunded').length,
  };
};

const sumsOf = ({ all }: InMemoryViews) => {
  const sum = (view: RegExp, ...names: readonly string[]) =>
    all
      .filter((row) => view.test(row.view))
      .flatMap(({ row, counts }) => (isPackedRow(row) ? unpackedSums(counts) : [{ row, counts }]))
      .flatMap(({ counts }) => names.map((name) => Number(counts[name] ?? 0)))
      .reduce((total, count) => total + count, 0);
  const net = (view: RegExp) => sum(view, 'charged.GBP', 'charged.EUR') - sum(view, 'refunded.GBP', 'refunded.EUR');
  const of = (days: boolean) => {
    const [orders, payments, notifications] = ['orders', 'payments', 'notifications'].map(
      (subject) => new RegExp(`^${subject}\\|${days ? 'days' : '2'}`),
    ) as [RegExp, RegExp, RegExp];
    return {
      created: sum(orders, 'reached.CREATED'),
      cancelled: sum(orders, 'reached.CANCELLED'),
      paid: sum(payments, 'reached.PAID'),
      converted: sum(payments, 'converted'),
      failed: sum(payments, 'failed.card_declined'),
      net: net(payments),
      units: sum(/^skus/, 'units'),
      rejected: sum(/^rejections/, 'rejected'),
      stockOuts: sum(/^stock-outs/, 'times'),
      notified: sum(notifications, 'SENT.email.order-paid'),
    };
  };
  return { byDay: of(true), byMinute: of(false) };
};

const recordsOf = (log: Log) => [...log.values()].flat().map(({ place, event }) => ({ ...place, event }));

describe('the views, for any deliveries', () => {
  it('count each event once', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(delivery, { maxLength: 12 }), packing, async (all, deliveries, how) => {
        const { store } = await run(logOf(all), deliveries, how);
        const plain = plainSums(all);
        expect(sumsOf(store)).toEqual({ byDay: plain, byMinute: plain });
      }),
    );
  });

  it('have the same rows as after one delivery of everything', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(delivery, { maxLength: 12 }), packing, async (all, deliveries, how) => {
        const log = logOf(all);
        const [expected, actual] = [await run(log, [], how), await run(log, deliveries, how)];
        expect(actual.store.counts).toEqual(expected.store.counts);
        // All of it again, as after a reset of the group's offsets.
        const { store } = await run(log, [], how, actual.store);
        expect(store.counts).toEqual(expected.store.counts);
      }),
    );
  });

  it('depend on the events only, not on their places or duplicates', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(delivery, { maxLength: 6 }), packing, async (all, deliveries, how) => {
        const [once, twice] = [logOf(all.map((one) => ({ ...one, again: [] }))), logOf(all)];
        const [expected, actual] = [await run(once, [], how), await run(twice, deliveries, how)];
        expect(actual.store.counts).toEqual(expected.store.counts);
      }),
    );
  });
});

describe('a recount of the log', () => {
  const atAnyMoment = async (
    all: readonly Story[],
    deliveries: readonly Delivery[],
    { packedFrom, limit }: Packing,
  ) => {
    const log = logOf(all);
    const store = new InMemoryViews();
    const lanes = [...log];
    store.firstPackedDay = packedFrom;
    const idiom = project({ store, limit });
    const acknowledged = new Map<string, number>();
    for (const { lanes: nths, size, writes, lost } of deliveries) {
      store.failAfter(writes, lost);
      for (const nth of nths) {
        const [name = '', lane = []] = lanes[nth % Math.max(1, lanes.length)] ?? [];
        const head = acknowledged.get(name) ?? 0;
        const batch = lane.slice(head, head + size).map(({ place, event }) => receivedAt(place, event));
        const { failed } = await idiom(batch);
        if (failed.length === 0) acknowledged.set(name, head + batch.length);
      }
    }
    const isAcknowledged = ({ topic, partition, offset }: TestPlace): boolean =>
      offset < 2 * (acknowledged.get(`${topic}-${partition}`) ?? 0);
    return { log, store, isAcknowledged };
  };

  it('equals the live rows at any time, even in the middle of a batch', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(delivery, { maxLength: 6 }), packing, async (all, deliveries, how) => {
        const { log, store, isAcknowledged } = await atAnyMoment(all, deliveries, how);
        const counted = recount(store.all, isAcknowledged, how.packedFrom);
        for (const record of recordsOf(log)) counted.add(record);
        expect(counted.differences()).toEqual([]);
        expect(counted.rows()).toHaveLength(store.all.length);
      }),
    );
  });
});
