// Also tests functions/inventory/model
import { beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import type { StockRecord } from '../../../../../functions/inventory/model/ports.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };
const pause = async () => undefined;
/** A dozen outcomes already fill it. */
const logLimits = { length: 10, cutTo: 5 };

let tables: InMemoryLedgerTables;
/** An execution environment of the ledger. */
const environment = () => {
  const consume = fold(ledger({ tables, clock, pause, logLimits }));
  return (commands: readonly StockCommand[]) => consume(delivered('inventory.commands', commands));
};
let warm: ReturnType<typeof environment>;
beforeEach(() => {
  tables = new InMemoryLedgerTables();
  warm = environment();
});

const reserve = (name: string, sku = 'A') => lineCommand('RESERVE', name, sku, 1);
/** One by one, in order: logs are cut on the way. */
const reserveEach = async (count: number) => {
  for (let order = 1; order <= count; order += 1) await warm([reserve(`${order}`)]);
};
const backup = async (): Promise<readonly StockRecord[]> => structuredClone(await tables.stocks(['A', 'B']));
const versionsOf = (emit: readonly DomainEvent[]) => emit.map((event) => Reflect.get(event, 'version'));
const outdated = expect.stringMatching(/^OutdatedStock: \w+ of A: .*orderstream stock rebuild A$/);

describe('a stock restored older than its outcomes', () => {
  it('is detected by its high-water mark before any decision: nothing is oversold, no version used twice', async () => {
    await warm([adjust('in', 'A', 20)]);
    const old = await backup();
    await reserveEach(20);
    tables.restore(old);
    const { emit, rejected, failed } = await environment()([reserve('late'), adjust('more', 'A', 5)]);
    expect([emit, failed]).toEqual([[], []]);
    expect(rejected.map(({ cause }) => cause)).toEqual([outdated, outdated]);
    expect(tables.stock).toMatchObject([{ available: 20, version: 1 }]);
  });

  it('is detected by a reservation in the table that the stock lacks', async () => {
    await warm([adjust('in', 'A', 20)]);
    await reserveEach(2);
    const old = await backup();
    await reserveEach(12);
    tables.restore(old);
    // Stocks of older versions have no mark yet.
    tables.forgetMarks();
    const { rejected } = await environment()([lineCommand('COMMIT', '4', 'A', 1)]);
    expect(rejected).toMatchObject([{ cause: outdated }]);
    expect(tables.stock).toMatchObject([{ reserved: 2, version: 3 }]);
  });

  it('is detected by the environment’s memory, though it is younger than its mark', async () => {
    await warm([adjust('in', 'A', 2)]);
    const old = await backup();
    await reserveEach(2);
    tables.restore(old);
    expect((await warm([reserve('late')])).rejected).toMatchObject([{ cause: outdated }]);
  });

  it('is detected if its item is missing', async () => {
    await warm([adjust('in', 'A', 20)]);
    await reserveEach(12);
    tables.restore([]);
    expect((await environment()([reserve('late')])).rejected).toMatchObject([{ cause: outdated }]);
    expect(tables.stock).toMatchObject([{ sku: 'A', available: 0, version: 0 }]);
  });

  it('stays stopped for other environments and later batches, and stops no other SKU', async () => {
    await warm([adjust('in', 'A', 20), adjust('in B', 'B', 20)]);
    const old = await backup();
    await reserveEach(12);
    tables.restore(old);
    tables.forgetMarks();
    // Outcomes that left the log are in the table.
    await environment()([lineCommand('COMMIT', '1', 'A', 1)]);
    const { emit, rejected } = await environment()([reserve('late'), reserve('other', 'B')]);
    expect(emit).toMatchObject([{ sku: 'B', type: 'STOCK_RESERVED' }]);
    expect(rejected).toMatchObject([{ cause: outdated }]);
  });

  it('is distinguished from one that another writer changes meanwhile', async () => {
    await warm([adjust('in', 'A', 30)]);
    let others = 0;
    tables.turn = async () => {
      // Between the reads of the stocks and of the marks.
      if (tables.requests.at(-1) !== 'stocks' || others > 0) return;
      others += 1;
      tables.turn = async () => undefined;
      await reserveEach(14);
    };
    const { emit, rejected } = await environment()([reserve('meanwhile')]);
    expect([rejected, versionsOf(emit), others]).toEqual([[], [16], 1]);
    expect(tables.records).not.toMatchObject([{ outdatedBy: expect.anything() }]);
  });

  it('costs one read of the mark per SKU and environment', async () => {
    await warm([adjust('in', 'A', 30)]);
    const before = tables.requests.length;
    await reserveEach(20);
    const requested = tables.requests.slice(before);
    expect(requested.filter((name) => name === 'highWaterMarks')).toHaveLength(1);
    expect(requested.filter((name) => name === 'keep')).toHaveLength(2);
    expect(await tables.highWaterMarks(['A'])).toMatchObject([{ version: expect.any(Number) }]);
  });
});
