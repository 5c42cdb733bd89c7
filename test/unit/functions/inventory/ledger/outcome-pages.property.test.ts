import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import { nameOf } from '../../../../../functions/inventory/ledger/outcome-name.ts';
import { decide, ownerOf, type StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import type { Outcome, Reservation, Stock } from '../../../../../functions/inventory/model/stock-domain.ts';
import { stockEvent } from '../../../../../functions/inventory/model/stock-event.ts';
import { dynamodbLedgerTables } from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { timestamp } from '../../../../../functions/shared/kernel/clock.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { SimulatedDynamoDb } from '../../../../simulation/dynamodb/simulated-dynamodb.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');
const names = { stock: 'stock', reservations: 'reservations' };

/** Every outcome in an item of its own, for ever, found by its name: how the ledger answers is what it answers. */
class ItemForEachOutcome {
  readonly #stocks = new Map<string, Stock>();
  readonly #outcomes = new Map<string, Outcome>();

  process(command: StockCommand, clock: { readonly now: () => Date }): string | undefined {
    const { sku } = command;
    const own = [...this.#outcomes.values()].filter((one) => one.sku === sku && one.owner === ownerOf(command));
    const reservation: Reservation = Object.fromEntries(own.map((outcome) => [outcome.state, outcome]));
    const { stock, outcome } = decide(command, { stock: this.#stocks.get(sku), reservation }, timestamp(clock));
    if (stock !== undefined) this.#stocks.set(sku, stock);
    if (outcome !== undefined) this.#outcomes.set(nameOf(outcome), outcome);
    return outcome && JSON.stringify(stockEvent(outcome, command));
  }

  get stocks(): readonly Stock[] {
    return [...this.#stocks.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  }
}

const secondMs = 1_000;
const orderCount = 12;
/** When each order was placed: seconds apart, or weeks, or some of them long before the others. */
const placedTimes = fc.array(
  fc
    .tuple(fc.constantFrom(0, 0, 900 * secondMs, 50_000 * secondMs, 4_000_000 * secondMs), fc.nat(20 * secondMs))
    .map(([late, between]) => late + between),
  { minLength: orderCount, maxLength: orderCount },
);
/** Clocks of one platform differ by less than five minutes. */
const mostAheadMs = 299 * secondMs;

/** An order's command, some time after the order was placed: the clock that dated it may be ahead of the ledger's. */
const orderCommand = fc.record({
  type: fc.constantFrom('RESERVE', 'RESERVE', 'COMMIT', 'RELEASE'),
  order: fc.nat(orderCount - 1),
  sku: fc.constantFrom('A', 'A', 'B'),
  /** A command of an earlier release. */
  isTimeless: fc.boolean(),
});
const adjustment = fc.record({ adjustment: fc.nat(3), sku: fc.constantFrom('A', 'B') });
const anyStep = fc.oneof({ weight: 8, arbitrary: orderCommand }, { weight: 1, arbitrary: adjustment });
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const commandOf = (step: Step, placed: readonly number[]): StockCommand => {
  if ('adjustment' in step) return adjust(`${step.adjustment}`, step.sku, 3);
  const { type, order, sku, isTimeless } = step;
  const { ordered_at: _placed, ...command } = lineCommand(type, `${order}`, sku, 1);
  const timestamp = new Date(start + (placed[order] ?? 0)).toISOString();
  return { ...command, timestamp, ...(!isTimeless && { ordered_at: timestamp }) };
};

const histories = fc.array(fc.tuple(anyStep, fc.integer({ min: 0, max: 60_000 })), {
  minLength: 10,
  maxLength: 90,
  size: 'max',
});

const dynamodb = () =>
  new SimulatedDynamoDb([
    { name: names.stock, partitionKey: 'sku' },
    { name: names.reservations, partitionKey: 'order_id', sortKey: 'sku' },
  ]).client;

describe('outcomes in pages', () => {
  it('answer any history of commands, at any time, as an item for each outcome does', async () => {
    const limits = fc.constantFrom({ length: 1, cutTo: 0 }, { length: 3, cutTo: 1 }, { length: 30, cutTo: 4 });
    await fc.assert(
      fc.asyncProperty(
        histories,
        placedTimes,
        limits,
        fc.integer({ min: 1, max: 9 }),
        async (history, placed, logLimits, size) => {
          let now = start;
          const clock = { now: () => new Date(now) };
          const model = new ItemForEachOutcome();
          const tables = dynamodbLedgerTables(dynamodb(), names);
          const idiom = fold(ledger({ tables, clock, pause: async () => undefined, logLimits }));
          for (let first = 0; first < history.length; first += size) {
            const batch = history.slice(first, first + size);
            const commands = batch.map(([step]) => commandOf(step, placed));
            // A clock that goes back, too.
            now = batch.reduce((time, [, passed]) => time + passed - 20 * secondMs, now);
            now = Math.max(now, ...commands.map((command) => Date.parse(command.timestamp) - mostAheadMs));
            const expected = commands.map((command) => {
              try {
                return model.process(command, clock) ?? [];
              } catch {
                return [];
              }
            });
            const { emit, failed } = await idiom(delivered('inventory.commands', commands, first));
            expect(failed).toEqual([]);
            expect(emit.map((event) => JSON.stringify(event))).toEqual(expected.flat());
          }
          const stocks = (await tables.stocks(['A', 'B'])).map(({ stock }) => stock);
          expect(stocks.sort((a, b) => (a.sku < b.sku ? -1 : 1))).toEqual(model.stocks);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
