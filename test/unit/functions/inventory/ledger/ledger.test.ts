// Also tests functions/inventory/ledger
import { describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import type { Clock } from '../../../../../functions/shared/kernel/clock.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const clock: Clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };
const topic = 'inventory.commands';
const pause = async () => undefined;
const given = (tables: InMemoryLedgerTables, commands: readonly StockCommand[]) =>
  fold(ledger({ tables, clock, pause }))(delivered(topic, commands));

describe('the stock ledger', () => {
  it('emits the outcome of each command, in the order of the records', async () => {
    const { emit } = await given(new InMemoryLedgerTables(), [
      adjust('delivery', 'A', 10),
      lineCommand('RESERVE', 'one', 'A', 6),
      lineCommand('RESERVE', 'two', 'A', 6),
      lineCommand('COMMIT', 'one', 'A', 6),
      lineCommand('RELEASE', 'one', 'A', 6),
      adjust('theft', 'A', -11),
    ]);
    expect(emit).toMatchObject([
      { type: 'STOCK_ADJUSTED', delta: 10, state: 'ADJUSTED', available: 10, version: 1 },
      { type: 'STOCK_RESERVED', delta: -6, state: 'RESERVED', available: 4, version: 2 },
      { type: 'STOCK_REJECTED', delta: 0, state: 'REJECTED', available: 4, version: 3, reason: 'OUT_OF_STOCK' },
      { type: 'STOCK_COMMITTED', delta: 0, state: 'COMMITTED', available: 4, version: 4 },
      { type: 'STOCK_RELEASED', delta: 6, state: 'RELEASED', available: 10, version: 5 },
      { type: 'STOCK_ADJUSTED', delta: 0, state: 'REFUSED', available: 10, version: 6, reason: 'OUT_OF_RANGE' },
    ]);
    const now = clock.now().toISOString();
    for (const event of emit) expect(event).toMatchObject({ timestamp: now, processed_at: now });
  });

  it('releases no units for a tombstone', async () => {
    const { emit } = await given(new InMemoryLedgerTables(), [lineCommand('RELEASE', 'one', 'A', 6)]);
    expect(emit).toMatchObject([{ type: 'STOCK_RELEASED', delta: 0, available: 0, version: 1 }]);
  });

  it('does not re-emit a rejection when its cancelled order is released, which would loop for ever', async () => {
    const { emit, rejected } = await given(new InMemoryLedgerTables(), [
      lineCommand('RESERVE', 'one', 'A', 6),
      lineCommand('RELEASE', 'one', 'A', 6),
    ]);
    expect(emit.map(({ type }) => type)).toEqual(['STOCK_REJECTED']);
    expect(rejected).toEqual([]);
  });

  it('processes an order of 674 lines, and 300 orders of one SKU', async () => {
    const tables = new InMemoryLedgerTables();
    const lines = Array.from({ length: 674 }, (_, index) => lineCommand('RESERVE', 'large', `S${index}`, 1));
    const hot = Array.from({ length: 300 }, (_, index) => lineCommand('RESERVE', `order ${index}`, 'HOT', 1));
    const { emit } = await given(tables, [adjust('in', 'HOT', 299), ...lines, ...hot]);
    expect(emit).toHaveLength(975);
    expect(tables.stock.find(({ sku }) => sku === 'HOT')).toMatchObject({ available: 0, reserved: 299, version: 301 });
    expect(emit.at(-1)).toMatchObject({ type: 'STOCK_REJECTED', sku: 'HOT' });
    // Two names per command, a thousand per commit.
    expect(tables.requests.filter((name) => name === 'replace')).toHaveLength(2);
  });

  it('rejects only the invalid command', async () => {
    const { emit, rejected, failed } = await given(new InMemoryLedgerTables(), [
      adjust('delivery', 'A', 10),
      lineCommand('COMMIT', 'unknown', 'A', 1),
      lineCommand('RESERVE', 'one', 'A', 1),
    ]);
    expect(emit).toMatchObject([{ version: 1 }, { version: 2 }]);
    expect(failed).toEqual([]);
    expect(rejected).toMatchObject([
      { received: { record: { offset: 1 } }, cause: expect.stringContaining('COMMIT of A') },
    ]);
  });

  it('lets one of two writers commit, and the other emit the same', async () => {
    const tables = new InMemoryLedgerTables();
    await given(tables, [adjust('delivery', 'A', 5)]);
    const last = [lineCommand('RESERVE', 'one', 'A', 3), lineCommand('RESERVE', 'two', 'A', 3)];
    const [zombie, successor] = await Promise.all([given(tables, last), given(tables, last)]);
    expect(zombie.emit).toEqual(successor.emit);
    expect(tables.stock).toMatchObject([{ available: 2, reserved: 3, version: 3 }]);
  });

  it('fails the record and all behind it when its tables fail, and emits the committed outcomes', async () => {
    const tables = new InMemoryLedgerTables();
    const first = Array.from({ length: 500 }, (_, index) => adjust(`a ${index}`, `S${index}`, 1));
    // Of the first commit: the stocks, their high-water marks, and their replacement.
    tables.failAfter(3);
    const { emit, failed } = await given(tables, [...first, adjust('b', 'B', 1), adjust('c', 'C', 1)]);
    expect(emit).toHaveLength(500);
    expect(failed.map(({ received }) => received.record.offset)).toEqual([500, 501]);
  });
});
