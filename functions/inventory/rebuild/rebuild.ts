import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import { isOutdated } from '../ledger/outdated-stocks.ts';
import type { LedgerTables, StockRecord } from '../model/ports.ts';
import type { Outcome, Stock } from '../model/stock-domain.ts';
import { type RebuiltStock, rebuiltStock } from './rebuilt-stock.ts';

/** Stored and emitted outcomes of SKUs. */
export interface StockHistories {
  /** Every outcome in the table, of the SKUs or of all. @throws {TransientError} */
  kept(skus: readonly string[] | undefined): Promise<readonly Outcome[]>;
  /** Every event of `inventory.updated` within retention, up to the end of the topic. */
  emitted(skus: readonly string[] | undefined): Promise<readonly InventoryUpdatedEvent[]>;
  /** SKUs that have a stock. @throws {TransientError} */
  skus(): Promise<readonly string[]>;
}

export interface RebuildPorts {
  readonly tables: LedgerTables;
  readonly histories: StockHistories;
}

/**
 * - same: the item equals the fold of its outcomes.
 * - differs: it does not, and the fold is certain.
 * - moved: the ledger changed it meanwhile.
 * - unknown: it has neither an item nor an outcome.
 * - uncertain: outcomes are missing, or contradict each other, or more units were given away than there are.
 */
export interface StockCheck {
  readonly sku: string;
  readonly verdict: 'same' | 'differs' | 'moved' | 'unknown' | 'uncertain';
  readonly read: Stock | undefined;
  readonly rebuilt: RebuiltStock;
  readonly record: StockRecord | undefined;
}

export interface RebuildSettings {
  /** Accepts the loss of outcomes that never left the stock's item: no consumer received their events. */
  readonly withoutTail: boolean;
}

const sameStock = (a: Stock | undefined, b: Stock): boolean =>
  a !== undefined &&
  a.version === b.version &&
  a.available === b.available &&
  a.reserved === b.reserved &&
  a.sold === b.sold &&
  a.adjusted === b.adjusted;

const verdictOn = (record: StockRecord | undefined, rebuilt: RebuiltStock, { withoutTail }: RebuildSettings) => {
  const { stock, missing, contradictions, tail } = rebuilt;
  if (record === undefined && stock.version === 0 && tail === undefined) return 'unknown';
  const isStopped = record !== undefined && isOutdated(record);
  if (sameStock(record?.stock, stock) && !isStopped) return 'same';
  const isNegative = stock.available < 0 || stock.reserved < 0 || stock.sold < 0;
  const isCertain = missing.length + contradictions.length === 0 && !isNegative && (tail === undefined || withoutTail);
  return isCertain ? 'differs' : 'uncertain';
};

const bySku = <T extends { readonly sku: string }>(all: readonly T[]) => Map.groupBy(all, ({ sku }) => sku);

/**
 * Compares stocks with the fold of their outcomes. The stocks are read before the outcomes and after them: one that
 * moved in between is not compared, so that the platform may run meanwhile.
 * @param only all SKUs if undefined. @throws {TransientError}
 */
export const checkStocks = async (
  { tables, histories }: RebuildPorts,
  only: readonly string[] | undefined,
  settings: RebuildSettings,
): Promise<readonly StockCheck[]> => {
  const before = bySku((await tables.stocks(only ?? (await histories.skus()))).map(({ stock }) => stock));
  const kept = bySku(await histories.kept(only));
  const emitted = bySku(await histories.emitted(only));
  const skus = [...new Set([...(only ?? []), ...before.keys(), ...kept.keys(), ...emitted.keys()])].sort();
  const marks = bySku(await tables.highWaterMarks(skus));
  const records = new Map((await tables.stocks(skus)).map((record) => [record.stock.sku, record]));
  return skus.map((sku) => {
    const record = records.get(sku);
    const mark = marks.get(sku)?.[0]?.version;
    const rebuilt = rebuiltStock({
      ...{ sku, record, kept: kept.get(sku) ?? [], emitted: emitted.get(sku) ?? [] },
      ...(mark !== undefined && { mark }),
    });
    const hasMoved = before.get(sku)?.[0]?.version !== record?.stock.version;
    const verdict = hasMoved ? 'moved' : verdictOn(record, rebuilt, settings);
    return { sku, verdict, read: record?.stock, rebuilt, record };
  });
};

/**
 * Writes a rebuilt stock: first the outcomes missing in their table, then the stock, with an empty log, if it is still
 * as it was read. @returns false if the ledger changed it meanwhile. @throws {TransientError}
 */
export const applyRebuilt = async (
  tables: LedgerTables,
  { sku, record, rebuilt: { stock, unkept, until } }: StockCheck,
): Promise<boolean> => {
  await tables.keep(unkept, [{ sku, version: stock.version }]);
  // Outcomes from events do not have their order's time: they are kept in items of their own.
  const kept = until === undefined ? {} : { keptUntil: until, itemsUntil: until };
  const after = { stock, log: [], ...kept, outdatedBy: 0, rebuilds: (record?.rebuilds ?? 0) + 1 };
  return (await tables.replace([{ before: record?.stock.version, after }])).length === 0;
};
