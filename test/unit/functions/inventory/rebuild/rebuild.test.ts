// Also tests functions/inventory/rebuild
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { applyRebuilt, checkStocks, type RebuildSettings } from '../../../../../functions/inventory/rebuild/rebuild.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import type { InventoryUpdatedEvent } from '../../../../../schemas/generated/types.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };
const pause = async () => undefined;
/** A dozen outcomes already fill it. */
const logLimits = { length: 10, cutTo: 5 };
const skus = ['A', 'B'];

/** Tables, the topic, and one ledger after another. */
class Inventory {
  readonly tables = new InMemoryLedgerTables();
  topic: InventoryUpdatedEvent[] = [];

  async consume(commands: readonly StockCommand[]): Promise<readonly DomainEvent[]> {
    const consumer = fold(ledger({ tables: this.tables, clock, pause, logLimits }));
    const { emit } = await consumer(delivered('inventory.commands', commands));
    this.topic.push(...(emit as readonly InventoryUpdatedEvent[]));
    return emit;
  }

  check(settings: RebuildSettings = { withoutTail: false }, only?: readonly string[]) {
    const histories = {
      kept: async () => this.tables.kept,
      emitted: async () => this.topic,
      skus: async () => this.tables.stock.map(({ sku }) => sku),
    };
    return checkStocks({ tables: this.tables, histories }, only, settings);
  }

  async rebuild(settings?: RebuildSettings): Promise<readonly string[]> {
    const checked = await this.check(settings);
    for (const one of checked.filter(({ verdict }) => verdict === 'differs')) await applyRebuilt(this.tables, one);
    return checked.map(({ verdict }) => verdict);
  }
}

const owners = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const anyCommand: fc.Arbitrary<StockCommand> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom('RESERVE', 'RESERVE', 'COMMIT', 'RELEASE'),
        fc.constantFrom(...owners),
        fc.constantFrom(...skus),
        fc.constant(2),
      )
      .map((args) => lineCommand(...args)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.uuid(),
        fc.constantFrom(...skus),
        fc.integer({ min: -9, max: 30 }).filter((n) => n !== 0),
      )
      .map((args) => adjust(...args)),
  },
);
const batches = fc.array(fc.array(anyCommand, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 25,
  size: 'max',
});
const numbers = (inventory: Inventory) =>
  inventory.tables.stock.toSorted((a, b) => (a.sku < b.sku ? -1 : 1)).map((stock) => ({ ...stock }));

let inventory: Inventory;
beforeEach(() => {
  inventory = new Inventory();
});
const reserve = (name: string) => lineCommand('RESERVE', name, 'A', 1);
const backup = async () => structuredClone(await inventory.tables.stocks(skus));

describe('a stock rebuilt from its outcomes', () => {
  it('does not know a SKU that has neither an item nor an outcome', async () => {
    const inventory = new Inventory();
    await inventory.consume([adjust('in', 'A', 5)]);
    const checked = await inventory.check(undefined, ['A', 'NEVER-STOCKED']);
    expect(checked.map(({ sku, verdict }) => [sku, verdict])).toEqual([
      ['A', 'same'],
      ['NEVER-STOCKED', 'unknown'],
    ]);
  });

  it('equals the stock before an older one was restored, and continues unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(batches, batches, batches, fc.boolean(), async (before, lost, later, isGone) => {
        inventory = new Inventory();
        const twin = new Inventory();
        const both = async (some: readonly (readonly StockCommand[])[]) => {
          for (const batch of some) {
            await inventory.consume(batch);
            await twin.consume(batch);
          }
        };
        await both(before);
        const old = await backup();
        await both(lost);
        const expected = numbers(inventory);
        inventory.tables.restore(isGone ? [] : old);
        await inventory.rebuild();
        expect(numbers(inventory)).toEqual(expected);
        expect(new Set((await inventory.check()).map(({ verdict }) => verdict))).toEqual(
          new Set(expected.map(() => 'same')),
        );
        await both(later);
        // Commands of the lost time get their first outcomes.
        await both(lost);
        expect(numbers(inventory)).toEqual(numbers(twin));
        expect(JSON.stringify(inventory.topic)).toBe(JSON.stringify(twin.topic));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('accepts commands again after it was outdated', async () => {
    await inventory.consume([adjust('in', 'A', 20)]);
    const old = await backup();
    for (const owner of owners) await inventory.consume([reserve(owner)]);
    inventory.tables.restore(old);
    expect(await inventory.consume([reserve('late')])).toEqual([]);
    expect(await inventory.rebuild()).toEqual(['differs']);
    expect(await inventory.consume([reserve('late')])).toMatchObject([{ version: 14, available: 7 }]);
  });

  it('counts decisions of a stock before it was detected as outdated, and lists them', async () => {
    await inventory.consume([adjust('in', 'A', 5)]);
    const old = await backup();
    await inventory.consume([reserve('a'), reserve('b')]);
    inventory.tables.restore(old);
    // Too few outcomes for a mark, and another environment: this is not detected.
    await inventory.consume([reserve('c')]);
    const [checked] = await inventory.check();
    expect(checked?.rebuilt.reused.map(({ version }) => version)).toEqual([2, 2]);
    await inventory.rebuild();
    expect(numbers(inventory)).toMatchObject([{ available: 2, reserved: 3, version: 3 }]);
    expect(await inventory.consume([reserve('d')])).toMatchObject([{ version: 4, available: 1 }]);
  });

  it('is not written if more units were given away than there are', async () => {
    await inventory.consume([adjust('in', 'A', 2)]);
    const old = await backup();
    await inventory.consume([reserve('a'), reserve('b')]);
    inventory.tables.restore(old);
    await inventory.consume([reserve('c')]);
    expect(await inventory.rebuild({ withoutTail: true })).toEqual(['uncertain']);
    expect(numbers(inventory)).toMatchObject([{ available: 1, version: 2 }]);
  });

  it('is not written if outcomes are neither in their table nor on the topic', async () => {
    await inventory.consume([adjust('in', 'A', 20)]);
    for (const owner of owners) await inventory.consume([reserve(owner)]);
    inventory.tables.restore([]);
    const retained = inventory.topic.slice(-2);
    inventory.topic = retained;
    const [checked] = await inventory.check({ withoutTail: true });
    expect(checked).toMatchObject({ verdict: 'uncertain', rebuilt: { missing: [7, 8, 9, 10, 11] } });
  });

  it('is written without outcomes that never left its item only if that is accepted', async () => {
    await inventory.consume([adjust('in', 'A', 20)]);
    for (const owner of owners) await inventory.consume([reserve(owner)]);
    // Decided, but never emitted: the ledger crashed in between.
    inventory.topic = [];
    inventory.tables.restore([]);
    expect(await inventory.rebuild()).toEqual(['uncertain']);
    expect(await inventory.rebuild({ withoutTail: true })).toEqual(['differs']);
    expect((await inventory.check()).map(({ verdict }) => verdict)).toEqual(['same']);
    const [stock] = inventory.tables.stock;
    expect(await inventory.consume([reserve('new')])).toMatchObject([{ version: (stock?.version ?? 0) + 1 }]);
  });

  it('is not compared while the ledger moves it', async () => {
    await inventory.consume([adjust('in', 'A', 20)]);
    inventory.tables.turn = async () => {
      if (inventory.tables.requests.at(-1) !== 'highWaterMarks') return;
      inventory.tables.turn = async () => undefined;
      await inventory.consume([reserve('a')]);
    };
    expect((await inventory.check()).map(({ verdict }) => verdict)).toEqual(['moved']);
  });
});
