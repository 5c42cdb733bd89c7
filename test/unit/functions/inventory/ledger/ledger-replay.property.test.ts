import fc from 'fast-check';
import { describe, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { expectEffectOnce, type NewConsumer, replayCommands } from '../../../../support/replayed-letters.ts';
import { adjust, lineCommand } from '../../../../support/stock-commands.ts';

const stockLedger: NewConsumer<StockCommand> = ({ faulty }) => {
  const tables = new InMemoryLedgerTables();
  return {
    // The clock does not advance: times of decisions are not compared.
    idiom: fold(ledger({ tables: faulty(tables), clock: { now: () => start }, pause: async () => undefined })),
    state: () => tables.books,
  };
};

const start = new Date('2026-11-22T06:00:00.000Z');

type CommandType = Parameters<typeof lineCommand>[0];

/** An order's commands for one SKU. */
const line = fc
  .record({
    order: fc.constantFrom('a', 'b', 'c'),
    sku: fc.constantFrom('A', 'B'),
    types: fc.constantFrom<readonly CommandType[]>(
      ['RESERVE'],
      ['RESERVE', 'COMMIT'],
      ['RESERVE', 'COMMIT', 'RELEASE'],
      ['RESERVE', 'RELEASE', 'RESERVE'],
      ['RELEASE', 'RESERVE'],
    ),
  })
  .map(({ order, sku, types }): readonly StockCommand[] => types.map((type) => lineCommand(type, order, sku, 3)));
const adjustment = fc
  .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('A', 'B'))
  .map(([name, sku]): readonly StockCommand[] => [adjust(name, sku, 4)]);

/** Stock for some of the reservations. */
const histories = fc
  .array(fc.oneof({ weight: 3, arbitrary: line }, { weight: 1, arbitrary: adjustment }), { maxLength: 4 })
  .map((lines) => [adjust('first', 'A', 4), adjust('second', 'B', 4), ...lines.flat()]);

describe('a command of the ledger that was dead-lettered and is replayed', () => {
  it('changes its stock once, at any time and number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(histories, replayCommands(), (history, commands) =>
        expectEffectOnce(stockLedger, history, commands),
      ),
      { numRuns: 150 },
    );
  }, 30_000);
});
