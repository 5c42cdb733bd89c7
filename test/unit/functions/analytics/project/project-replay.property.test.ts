import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctionOf } from '../../../../../functions/analytics/model/correction-domain.ts';
import { packedAlways, packedNever } from '../../../../../functions/analytics/model/packing-domain.ts';
import { recount } from '../../../../../functions/analytics/model/recount-domain.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { eventsOf, receivedAt, type TestPlace } from '../../../../support/analytics-events.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';

const topic = 'orders.created';
const minute = '2026-11-22T06:00:00.000Z';

interface LogRecord {
  readonly place: TestPlace;
  readonly event: CountedEvent;
}

/** Orders of few SKUs, all of one day, in two partitions. Their services emitted some events again, right behind the first. */
const logOf = (orders: number, repeated: readonly boolean[]): LogRecord[][] => {
  const lanes: LogRecord[][] = [[], []];
  for (let index = 0; index < orders; index += 1) {
    const order = eventsOf({
      name: `order ${index}`,
      at: minute,
      lines: ['A', 'B', 'C'].slice(0, 1 + (index % 3)).map((sku) => ({ sku, qty: index + 1, unit_price: 10 })),
    });
    const lane = lanes[index % 2] ?? [];
    for (const [nth, event] of [order.created(), order.processing(index * 20_000)].entries())
      for (const emitted of repeated[index * 2 + nth] ? [event, event] : [event])
        lane.push({ place: { topic, partition: index % 2, offset: lane.length * 2 }, event: emitted });
  }
  return lanes;
};

/** A store whose additions to rows fail, transiently or by a defect. */
class FaultyViews extends InMemoryViews {
  faults: (undefined | 'transient' | 'defect' | 'lost answer')[] = [];

  override async add(...args: Parameters<InMemoryViews['add']>): ReturnType<InMemoryViews['add']> {
    const fault = this.faults.shift();
    if (fault === 'defect') throw new RangeError('A defect that is mended later');
    if (fault === 'transient') throw new TransientError('Throttled');
    const added = await super.add(...args);
    if (fault === 'lost answer') throw new TransientError('No answer');
    return added;
  }
}

/** A delivery of the heads of some partitions, its faults, and the reaction of the event source. */
const delivery = fc.record({
  lanes: fc.constantFrom<readonly number[]>([0], [1], [0, 1]),
  size: fc.integer({ min: 1, max: 4 }),
  faults: fc.array(fc.constantFrom(undefined, 'transient' as const, 'defect' as const, 'lost answer' as const), {
    maxLength: 12,
  }),
  /** The size of the failed batch. */
  afterwards: fc.constantFrom('retry' as const, 'dead-letter' as const, 'dead-letter' as const),
  /** The event source delivers the batch again: the function's answer was lost. */
  again: fc.boolean(),
  /** The same records, at the same time, in an invocation that outlived its batch. */
  zombie: fc.boolean(),
  /** Replays all dead letters so far. */
  replay: fc.constantFrom('none' as const, 'none' as const, 'all' as const, 'newest first' as const, 'twice' as const),
  rebuild: fc.boolean(),
});
type Delivery = typeof delivery extends fc.Arbitrary<infer D> ? D : never;

/** Packed or as an earlier release counted, with pages of all sizes. */
const packing = fc.record({
  packedFrom: fc.constantFrom(packedAlways, packedNever),
  limit: fc.constantFrom(0, 1, 200),
});
type Packing = typeof packing extends fc.Arbitrary<infer P> ? P : never;

const usual = { zombie: false, replay: 'none', rebuild: false } as const;

/** An event is lost, counted at the place where it was emitted again, and then redelivered at its first place. */
const countedAgainLater: [number, boolean[], Delivery[], Packing] = [
  1,
  [true],
  [
    {
      ...usual,
      lanes: [0],
      size: 2,
      faults: [undefined, 'defect', undefined, undefined, 'transient', undefined, 'defect', 'transient'],
      afterwards: 'retry',
      again: true,
      zombie: true,
    },
  ],
  { packedFrom: packedAlways, limit: 200 },
];

/** The event source discards a record, and the function dead-letters the next one, which is redelivered: the first is still lost. */
const lostBeforeALostOne: [number, boolean[], Delivery[], Packing] = [
  3,
  [],
  [
    { ...usual, lanes: [0], size: 1, faults: ['transient'], afterwards: 'dead-letter', again: false },
    {
      ...usual,
      lanes: [0],
      size: 2,
      faults: ['defect', 'transient', 'defect', 'defect', 'transient', 'defect'],
      afterwards: 'retry',
      again: true,
    },
  ],
  { packedFrom: packedAlways, limit: 200 },
];

/** Runs the deliveries, and then, without faults, all remaining records and all dead letters. */
const run = async (
  orders: number,
  repeated: readonly boolean[],
  deliveries: readonly Delivery[],
  { packedFrom, limit }: Packing,
) => {
  const store = new FaultyViews();
  store.firstPackedDay = packedFrom;
  const lanes = logOf(orders, repeated);
  const heads = [0, 0];
  let letters: LogRecord[] = [];
  const idiom = project({ store, limit });
  const append = (partition: number, event: CountedEvent): void => {
    const lane = lanes[partition] ?? [];
    lane.push({ place: { topic, partition, offset: lane.length * 2 }, event });
  };
  const replay = (how: Delivery['replay']): void => {
    if (how === 'none') return;
    const some = how === 'newest first' ? letters.toReversed() : letters;
    for (const { place, event } of some) append(place.partition, event);
    if (how === 'twice') for (const { place, event } of some) append(place.partition, event);
    letters = [];
  };
  const rebuild = async (): Promise<void> => {
    const counted = recount(store.all, ({ partition, offset }) => offset < 2 * (heads[partition] ?? 0), packedFrom);
    for (const { place, event } of lanes.flat()) counted.add({ ...place, event });
    for (const difference of counted.differences()) {
      const { view, row, corrections } = difference;
      await store.correct({ view, row }, correctionOf(difference), corrections);
    }
  };
  const deliver = async (one: Delivery): Promise<void> => {
    const batch = one.lanes.flatMap((nth) => {
      const head = heads[nth] ?? 0;
      return (lanes[nth] ?? []).slice(head, head + one.size);
    });
    store.faults = [...one.faults];
    const received = batch.map(({ place, event }) => receivedAt(place, event));
    const [{ failed, rejected }, other] = await Promise.all([
      idiom(received),
      one.zombie ? idiom(received) : undefined,
    ]);
    store.faults = [];
    expect(other?.emit ?? []).toEqual([]);
    const of = (some: readonly { readonly received: (typeof received)[number] }[]) =>
      new Set(some.map((each) => received.indexOf(each.received)));
    const [again, lost] = [of(failed), of(rejected)];
    for (const nth of one.lanes) {
      const mine = batch
        .map((record, index) => ({ record, index }))
        .filter(({ record }) => record.place.partition === nth);
      const firstFailed = mine.find(({ index }) => again.has(index));
      for (const { record, index } of mine) {
        if (firstFailed !== undefined && index >= firstFailed.index && one.afterwards === 'retry') break;
        // Like the driver: the function dead-letters a single record, the event source a failed batch.
        if (lost.has(index) || again.has(index)) letters.push(record);
        heads[nth] = (heads[nth] ?? 0) + 1;
      }
    }
    if (one.again) await idiom(received);
    replay(one.replay);
    if (one.rebuild) await rebuild();
  };
  for (const one of deliveries) await deliver(one);
  const rest = { size: 3, afterwards: 'retry', zombie: false, again: false, replay: 'none', rebuild: false } as const;
  const drain = async (): Promise<void> => {
    for (const nth of [0, 1]) {
      while ((heads[nth] ?? 0) < (lanes[nth]?.length ?? 0)) await deliver({ ...rest, faults: [], lanes: [nth] });
    }
  };
  await drain();
  replay('all');
  await drain();
  return store;
};

describe('replayed dead letters of the projection', () => {
  it('count once in each row, whatever was counted before, at any number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        fc.array(delivery, { maxLength: 10 }),
        packing,
        async (orders, repeated, all, how) => {
          const [expected, actual] = [await run(orders, [], [], how), await run(orders, repeated, all, how)];
          expect(actual.counts).toEqual(expected.counts);
        },
      ),
      { numRuns: 300, examples: [countedAgainLater, lostBeforeALostOne] },
    );
  });
});
