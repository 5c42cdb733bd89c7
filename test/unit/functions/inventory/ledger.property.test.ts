import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockCommand } from '../../../../functions/inventory/domain.ts';
import { ledger } from '../../../../functions/inventory/ledger.ts';
import type { Clock } from '../../../../functions/shared/kernel/clock.ts';
import type { DomainEvent } from '../../../../functions/shared/runtime/idioms/domain-event.ts';
import { fold } from '../../../../functions/shared/runtime/idioms/fold.ts';
import { validateEvent } from '../../../../schemas/generated/validators.js';
import { InMemoryLedger } from '../../../support/fakes/in-memory-ledger.ts';
import { adjust, delivered, lineCommand } from '../../../support/stock-commands.ts';

const skus = ['A', 'B', '22423'];

/** One delivery of some of the records, and how it ends. */
interface Delivery {
  readonly size: number;
  /** `lost`: the state is written, then the process dies. `unacknowledged`: also emitted. Both come again. */
  readonly fate: 'acknowledged' | 'unacknowledged' | 'lost';
  /** Transactions that go through before the store fails. */
  readonly commits: number;
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  fate: fc.constantFrom('acknowledged', 'unacknowledged', 'lost'),
  commits: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 0, max: 3 })),
});

const anyCommand: fc.Arbitrary<StockCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom('RESERVE', 'COMMIT', 'RELEASE'),
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.constantFrom(...skus),
        fc.integer({ min: 1, max: 9 }),
      )
      .map((args) => lineCommand(...args)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('x', 'y', 'z'),
        fc.constantFrom(...skus),
        fc.integer({ min: -9, max: 20 }).filter((n) => n !== 0),
      )
      .map((args) => adjust(...args)),
  },
);

/** Any history of commands, but that a COMMIT follows what it commits, as a payment follows the reservation. */
const history: fc.Arbitrary<readonly StockCommand[]> = fc
  .array(anyCommand, { maxLength: 60 })
  .map((commands) =>
    commands.filter(
      (command, index) =>
        command.type !== 'COMMIT' ||
        commands
          .slice(0, index)
          .some(
            (earlier) =>
              earlier.type !== 'COMMIT' &&
              earlier.reservation_id === command.reservation_id &&
              earlier.sku === command.sku,
          ),
    ),
  );

const frozen: Clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };
const ticking = (): Clock => {
  let ms = Date.parse('2026-01-01T00:00:00.000Z');
  return { now: () => new Date(ms++) };
};

/** Delivers the commands as a partition of Kafka does, and answers all that was emitted. */
const run = async (
  commands: readonly StockCommand[],
  deliveries: readonly Delivery[],
  { clock = frozen, store = new InMemoryLedger(5) } = {},
) => {
  const idiom = fold(ledger({ store, clock }));
  const emitted: DomainEvent[] = [];
  const deliver = async (from: number, { size, fate, commits }: Delivery): Promise<number> => {
    store.failAfter(commits);
    const { emit, failed, rejected } = await idiom(
      delivered('inventory.commands', commands.slice(from, from + size), from),
    );
    expect(rejected).toEqual([]);
    if (fate !== 'lost') emitted.push(...emit);
    const end = failed[0]?.received.record.offset ?? Math.min(from + size, commands.length);
    return fate === 'acknowledged' ? end : from;
  };
  let position = 0;
  for (const one of deliveries) position = await deliver(position, one);
  await deliver(position, { size: commands.length, fate: 'acknowledged', commits: Number.POSITIVE_INFINITY });
  return { store, emitted };
};

const oneByOne = (commands: readonly StockCommand[]) =>
  run(
    commands,
    commands.map(() => ({ size: 1, fate: 'acknowledged', commits: 1 })),
  );

/** The bytes of each event where it was said first, by SKU. */
const firstOccurrences = (events: readonly DomainEvent[]): Readonly<Record<string, readonly string[]>> => {
  const first = new Map(events.toReversed().map((event) => [event.event_id, event]));
  const inOrder = [...new Set(events.map(({ event_id }) => event_id))].flatMap((id) => first.get(id) ?? []);
  const lines = Map.groupBy(inOrder, (event) => String(Reflect.get(event, 'sku')));
  return Object.fromEntries([...lines].map(([sku, list]) => [sku, list.map((event) => JSON.stringify(event))]));
};

describe('the stock ledger, whatever is delivered', () => {
  it('conserves the stock of every SKU, with nothing below zero', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { store } = await run(commands, deliveries);
        for (const { available, reserved, sold, adjusted } of store.stock) {
          expect(available + reserved + sold).toBe(adjusted);
          expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
        }
        for (const { sku, reserved, sold } of store.stock) {
          const held = (state: string) =>
            store.reservations
              .filter((one) => one.sku === sku && one.state === state)
              .reduce((sum, { qty }) => sum + qty, 0);
          expect({ reserved, sold }).toEqual({ reserved: held('RESERVED'), sold: held('COMMITTED') });
        }
      }),
    );
  });

  it('comes to the same books and says the same bytes, in the same order, as one by one', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const expected = await oneByOne(commands);
        const actual = await run(commands, deliveries);
        expect(actual.store.books).toEqual(expected.store.books);
        expect(firstOccurrences(actual.emitted)).toEqual(firstOccurrences(expected.emitted));
      }),
    );
  });

  it('says an event again with the bytes of the first time, however much later', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { emitted } = await run(commands, deliveries, { clock: ticking() });
        for (const said of Map.groupBy(emitted, ({ event_id }) => event_id).values()) {
          expect(new Set(said.map((event) => JSON.stringify(event))).size).toBe(1);
        }
      }),
    );
  });

  it('numbers the outcomes of an SKU densely, in the order they are first said', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { emitted, store } = await run(commands, deliveries);
        const first = firstOccurrences(emitted);
        for (const { sku, version } of store.stock) {
          const versions = (first[sku] ?? []).map((line) => JSON.parse(line).version);
          expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
        }
      }),
    );
  });

  it('does not depend on how the SKUs of a partition are interleaved', async () => {
    const withWeights = history.chain((commands) =>
      fc.tuple(fc.constant(commands), fc.array(fc.nat(), { minLength: commands.length, maxLength: commands.length })),
    );
    await fc.assert(
      fc.asyncProperty(withWeights, fc.array(delivery), async ([commands, weights], deliveries) => {
        const lanes = [...Map.groupBy(commands, ({ sku }) => sku).values()].map((lane) => [...lane]);
        const interleaved = weights.flatMap((weight) => {
          const open = lanes.filter((lane) => lane.length > 0);
          return open[weight % open.length]?.shift() ?? [];
        });
        const [expected, actual] = [await oneByOne(commands), await run(interleaved, deliveries)];
        expect(actual.store.books).toEqual(expected.store.books);
        expect(firstOccurrences(actual.emitted)).toEqual(firstOccurrences(expected.emitted));
      }),
    );
  });

  it('says what its contracts allow', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (commands) => {
        const { emitted } = await oneByOne(commands);
        const validators = new Map(Object.entries(validateEvent));
        for (const event of emitted) expect(validators.get(event.type)?.(event)).toBeNull();
      }),
    );
  });
});
