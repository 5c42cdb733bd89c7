import type { Fold, Write } from '../../shared/runtime/idioms/fold.ts';
import type { StockCommand } from '../model/domain.ts';
import type { LedgerTables, StockRecord } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import { findKept } from './kept-outcomes.ts';
import { itemsUntilAfter, later, latest } from './kept-until.ts';
import { isOutcomeKey, keyOfName, nameOf } from './outcome-name.ts';
import { OutdatedStocks } from './outdated-stocks.ts';

/** An item of the ledger: the stock of a SKU, or an outcome. */
export type LedgerItem = StockRecord | { readonly outcome: Outcome };

type LedgerStore = Pick<Fold<StockCommand, LedgerItem>, 'load' | 'commit' | 'itemLimit'>;

export interface LogLimits {
  /** Outcomes in a stock's log, until a larger batch comes. */
  readonly length: number;
  /** A full log is cut to this length at once: one page takes all outcomes that leave it. */
  readonly cutTo: number;
}

/** With thirty outcomes the item of a stock still costs one write unit, and so does the page that the others go to. */
export const logLimits: LogLimits = { length: 30, cutTo: 4 };

/**
 * An outcome takes some 25 bytes in the stock's item, at most 50 without texts, and up to 4 KB with an operator's longest
 * reason; DynamoDB limits the item to 400 KB. If a commit exceeds that, the fold processes the batch record by record, and
 * each write cuts the log.
 */
const itemLimit = 1_000;

/** The log after a cut, and the number of outcomes that leave it. */
const cut = (
  log: readonly Outcome[],
  added: number,
  { length, cutTo }: LogLimits,
): { readonly kept: readonly Outcome[]; readonly lost: readonly Outcome[] } => {
  if (log.length <= Math.max(length, added)) return { kept: log, lost: [] };
  const leaving = log.length - Math.max(cutTo, added);
  return { kept: log.slice(leaving), lost: log.slice(0, leaving) };
};

/**
 * *A stock is the write-ahead log of its own last outcomes*: one conditional write of its item decides them, SKU by
 * SKU, since each SKU decides alone. An outcome enters the table of outcomes before the next write of the stock cuts it
 * from the log, so every outcome up to the version that was read is in the log, or was in the table when the stock was
 * read; the table is read after the stock.
 *
 * Only outcomes from a stored log enter the table, and outcomes never change: late and repeated writers do no harm. The
 * stock notes the youngest order with an outcome that left its log: the ledger searches the table for no younger one.
 */
export const stockLog = (tables: LedgerTables, limits = logLimits): LedgerStore => {
  const outdatedStocks = new OutdatedStocks(tables);
  return {
    itemLimit,
    load: async (names, commands) => {
      const keys = names.map(keyOfName);
      const skus = [...new Set(keys.map(({ sku }) => sku))];
      const read = new Map((await tables.stocks(skus)).map((record) => [record.stock.sku, record]));
      const logged = new Map([...read.values()].flatMap(({ log }) => log.map((outcome) => [nameOf(outcome), outcome])));
      const kept = findKept(tables, keys.filter(isOutcomeKey), commands, { read, logged });
      const [found, records] = await Promise.all([kept, outdatedStocks.find(skus, read, kept)]);
      const outcomes = new Map([...found.map((outcome): [string, Outcome] => [nameOf(outcome), outcome]), ...logged]);
      const items = new Map<string, LedgerItem>();
      for (const name of names) {
        const item = records.get(name) ?? outcomes.get(name);
        if (item !== undefined) items.set(name, 'stock' in item ? item : { outcome: item });
      }
      return items;
    },
    commit: async (writes) => {
      const changes = writes.flatMap((write) => changeOf(write, limits));
      const lost = changes.flatMap((change) => change.lost);
      const marks = changes.flatMap(({ before, after, lost: { length } }) =>
        length > 0 && before !== undefined ? [{ sku: after.stock.sku, version: before }] : [],
      );
      if (lost.length > 0) await tables.keep(lost, marks);
      return (await tables.replace(changes)).length > 0 ? 'conflict' : 'committed';
    },
  };
};

/** Outcomes are written as part of their stock's item. */
const changeOf = ({ before, after }: Write<LedgerItem>, limits: LogLimits) => {
  if (!('stock' in after)) return [];
  const read = before !== undefined && 'stock' in before ? before : undefined;
  const { kept, lost } = cut(after.log, after.log.length - (read?.log.length ?? 0), limits);
  const keptUntil = later(after.keptUntil, latest(lost.flatMap(({ orderedAt }) => orderedAt ?? [])));
  const itemsUntil = itemsUntilAfter(after, lost);
  const record: StockRecord = {
    ...after,
    log: kept,
    ...(keptUntil !== undefined && { keptUntil }),
    ...(itemsUntil !== undefined && { itemsUntil }),
  };
  return [{ before: read?.stock.version, after: record, lost }];
};
