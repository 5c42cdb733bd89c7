import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import type { Clock } from '../../../../../functions/shared/kernel/clock.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { type Fault, InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

/** Few, so that their logs fill. */
const skus = ['A', 'A', '22423'];

/** One delivery of some of the records, and how it ends. */
interface Delivery {
  readonly size: number;
  /** `lost`: the state is written, then the process crashes. `unacknowledged`: also emitted. Both are redelivered. */
  readonly fate: 'acknowledged' | 'unacknowledged' | 'lost';
  /** Requests that succeed before the tables fail, and the effect of the failing one. */
  readonly requests: number;
  readonly fault: Fault;
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  size: fc.integer({ min: 1, max: 30 }),
  fate: fc.constantFrom('acknowledged', 'unacknowledged', 'lost'),
  requests: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 0, max: 6 })),
  fault: fc.constantFrom('nothing', 'half', 'all'),
});

const anyCommand: fc.Arbitrary<StockCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom('RESERVE', 'COMMIT', 'RELEASE'),
        fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
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

/** Any history of commands, except that a COMMIT follows its RESERVE, as a payment follows the reservation. */
const history: fc.Arbitrary<readonly StockCommand[]> = fc
  .array(anyCommand, { maxLength: 80, size: 'max' })
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

const pause = async () => undefined;
const logLimits = { length: 10, cutTo: 5 };

/** Delivers the commands as a partition of Kafka does, and returns all emitted events. */
const run = async (
  commands: readonly StockCommand[],
  deliveries: readonly Delivery[],
  { clock = frozen, tables = new InMemoryLedgerTables() } = {},
) => {
  const idiom = fold(ledger({ tables, clock, pause, logLimits }));
  const emitted: DomainEvent[] = [];
  const deliver = async (from: number, { size, fate, requests, fault }: Delivery): Promise<number> => {
    tables.failAfter(requests, fault);
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
  await deliver(position, { ...undisturbed, size: commands.length });
  return { tables, emitted };
};

const undisturbed: Omit<Delivery, 'size'> = {
  fate: 'acknowledged',
  requests: Number.POSITIVE_INFINITY,
  fault: 'nothing',
};

const oneByOne = (commands: readonly StockCommand[]) =>
  run(
    commands,
    commands.map(() => ({ ...undisturbed, size: 1 })),
  );

/** The bytes of each event at its first emission, by SKU. */
const firstOccurrences = (events: readonly DomainEvent[]): Readonly<Record<string, readonly string[]>> => {
  const first = new Map(events.toReversed().map((event) => [event.event_id, event]));
  const inOrder = [...new Set(events.map(({ event_id }) => event_id))].flatMap((id) => first.get(id) ?? []);
  const lines = Map.groupBy(inOrder, (event) => String(Reflect.get(event, 'sku')));
  return Object.fromEntries([...lines].map(([sku, list]) => [sku, list.map((event) => JSON.stringify(event))]));
};

describe('the stock ledger, under any deliveries', { timeout: 60_000 }, () => {
  it('conserves the stock of every SKU, with nothing below zero', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { tables } = await run(commands, deliveries);
        for (const { available, reserved, sold, adjusted } of tables.stock) {
          expect(available + reserved + sold).toBe(adjusted);
          expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
        }
        for (const { sku, reserved, sold } of tables.stock) {
          const owners = Map.groupBy(
            tables.known.filter((outcome) => outcome.sku === sku),
            ({ owner }) => owner,
          );
          const held = (state: string) =>
            [...owners.values()]
              .map((outcomes) => outcomes.toSorted((a, b) => a.version - b.version).at(-1))
              .reduce((sum, last) => sum + (last?.state === state ? last.qty : 0), 0);
          expect({ reserved, sold }).toEqual({ reserved: held('RESERVED'), sold: held('COMMITTED') });
        }
      }),
    );
  });

  it('has every outcome, in its table or in the log, which stays short', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { tables } = await run(commands, deliveries);
        for (const { stock, log } of tables.records) {
          const versions = tables.known.filter(({ sku }) => sku === stock.sku).map(({ version }) => version);
          expect(versions.sort((a, b) => a - b)).toEqual(
            Array.from({ length: stock.version }, (_, index) => index + 1),
          );
          expect(log.at(-1)?.version).toBe(stock.version);
          expect(log.length).toBeLessThanOrEqual(Math.max(10, commands.length));
        }
      }),
    );
  });

  it('reaches one result with any number of concurrent writers of the same records', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(delivery, { minLength: 1, maxLength: 3 }),
        fc.scheduler(),
        async (commands, zombies, scheduler) => {
          const tables = new InMemoryLedgerTables();
          tables.turn = () => scheduler.schedule(Promise.resolve());
          const idiom = fold(ledger({ tables, clock: frozen, pause, logLimits }));
          const all = delivered('inventory.commands', commands);
          const successor = async () => {
            const emitted: DomainEvent[] = [];
            // Records that lose races to zombies are redelivered.
            for (let rest = all; rest.length > 0; ) {
              const { emit, failed } = await idiom(rest);
              emitted.push(...emit);
              rest = failed.map(({ received }) => received);
            }
            return emitted;
          };
          const writers = [successor(), ...zombies.map(({ size }) => idiom(all.slice(0, size)))];
          await scheduler.waitFor(Promise.all(writers));
          const expected = await oneByOne(commands);
          expect(tables.books).toEqual(expected.tables.books);
          expect(firstOccurrences((await writers[0]) as DomainEvent[])).toEqual(firstOccurrences(expected.emitted));
        },
      ),
    );
  });

  it('reaches the same tables and emits the same bytes, in the same order, as one by one', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const expected = await oneByOne(commands);
        const actual = await run(commands, deliveries);
        expect(actual.tables.books).toEqual(expected.tables.books);
        expect(firstOccurrences(actual.emitted)).toEqual(firstOccurrences(expected.emitted));
      }),
    );
  });

  it('re-emits an event with its first bytes at any later time', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { emitted } = await run(commands, deliveries, { clock: ticking() });
        for (const same of Map.groupBy(emitted, ({ event_id }) => event_id).values()) {
          expect(new Set(same.map((event) => JSON.stringify(event))).size).toBe(1);
        }
      }),
    );
  });

  it('numbers the outcomes of an SKU densely, in the order of their first emission', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(delivery), async (commands, deliveries) => {
        const { emitted, tables } = await run(commands, deliveries);
        const first = firstOccurrences(emitted);
        for (const { sku, version } of tables.stock) {
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
        expect(actual.tables.books).toEqual(expected.tables.books);
        expect(firstOccurrences(actual.emitted)).toEqual(firstOccurrences(expected.emitted));
      }),
    );
  });

  it('emits valid events only', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (commands) => {
        const { emitted } = await oneByOne(commands);
        const validators = new Map(Object.entries(validateEvent));
        for (const event of emitted) expect(validators.get(event.type)?.(event)).toBeNull();
      }),
    );
  });
});
