import type { Fold, Write } from '../../shared/runtime/idioms/fold.ts';
import { keyOfOutcome, type LedgerTables, type OutcomeKey, type StockRecord } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import { OutdatedStocks } from './outdated-stocks.ts';

/** An item of the ledger: the stock of a SKU, or an outcome. */
export type LedgerItem = StockRecord | { readonly outcome: Outcome };

type LedgerStore = Pick<Fold<never, LedgerItem>, 'load' | 'commit' | 'itemLimit'>;

/** Outcomes in a stock's log, until a larger batch comes: with them its item still costs one write unit. */
const logLength = 10;
/** A full log is cut to this length at once: one request writes all outcomes that leave it. */
const cutLength = 5;

/**
 * An outcome takes 80 to 400 bytes in the stock's item, and up to 4 KB with an operator's longest reason; DynamoDB
 * limits the item to 400 KB. If a commit exceeds that, the fold processes the batch record by record, and each write
 * cuts the log.
 */
const itemLimit = 1_000;

const separator = '|';

/** SKUs and ids do not contain the separator. */
export const outcomeName = ({ sku, owner, later }: OutcomeKey): string =>
  [sku, owner, ...(later === undefined ? [] : [later])].join(separator);

const keyOfName = (name: string): { readonly sku: string; readonly owner?: string; readonly later?: string } => {
  const [sku = '', owner, later] = name.split(separator);
  return { sku, ...(owner !== undefined && { owner }), ...(later !== undefined && { later }) };
};

const isOutcomeKey = (key: ReturnType<typeof keyOfName>): key is OutcomeKey => key.owner !== undefined;

const nameOf = (outcome: Outcome): string => outcomeName(keyOfOutcome(outcome));

/** The log after a cut, and the number of outcomes that leave it. */
const cut = (log: readonly Outcome[], added: number): { readonly kept: readonly Outcome[]; readonly lost: number } => {
  if (log.length <= Math.max(logLength, added)) return { kept: log, lost: 0 };
  const lost = log.length - Math.max(cutLength, added);
  return { kept: log.slice(lost), lost };
};

/**
 * *A stock is the write-ahead log of its own last outcomes*: one conditional write of its item decides them, SKU by
 * SKU, since each SKU decides alone. An outcome enters the table of outcomes before the next write of the stock cuts it
 * from the log, so every outcome up to the version that was read is in the log, or was in the table when the stock was
 * read; the table is read after the stock.
 *
 * Only outcomes from a stored log enter the table, and outcomes never change: late and repeated writers do no harm.
 */
export const stockLog = (tables: LedgerTables): LedgerStore => {
  const outdatedStocks = new OutdatedStocks(tables);
  return {
    itemLimit,
    load: async (names) => {
      const keys = names.map(keyOfName);
      const skus = [...new Set(keys.map(({ sku }) => sku))];
      const read = new Map((await tables.stocks(skus)).map((record) => [record.stock.sku, record]));
      const logged = new Map([...read.values()].flatMap(({ log }) => log.map((outcome) => [nameOf(outcome), outcome])));
      const requested = keys.filter(isOutcomeKey);
      const follows = new Set(requested.filter(({ later }) => later !== undefined).map(firstName));
      const inTable = requested.filter((key) =>
        mayBeInTable(key, read.get(key.sku), logged, follows.has(firstName(key))),
      );
      const kept = inTable.length > 0 ? tables.outcomes(inTable) : Promise.resolve([]);
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
      const changes = writes.flatMap(changeOf);
      const lost = changes.flatMap((change) => change.lost);
      const marks = changes.flatMap(({ before, after, lost: { length } }) =>
        length > 0 && before !== undefined ? [{ sku: after.stock.sku, version: before }] : [],
      );
      if (lost.length > 0) await tables.keep(lost, marks);
      return (await tables.replace(changes)).length > 0 ? 'conflict' : 'committed';
    },
  };
};

/** Name of the first outcome of the reservation. */
const firstName = ({ sku, owner }: OutcomeKey): string => outcomeName({ sku, owner });

/**
 * Outcomes in the log, and those younger than one in the log, are not in the table. If the log is complete, only a
 * missing predecessor of a command is read: the stock may be older than its outcomes.
 */
const mayBeInTable = (
  key: OutcomeKey,
  record: StockRecord | undefined,
  logged: ReadonlyMap<string, Outcome>,
  isFollowed: boolean,
): boolean => {
  if (logged.has(outcomeName(key)) || logged.has(firstName(key))) return false;
  const isComplete = record === undefined || record.log.length >= record.stock.version;
  return isFollowed || !isComplete;
};

/** Outcomes are written as part of their stock's item. */
const changeOf = ({ before, after }: Write<LedgerItem>) => {
  if (!('stock' in after)) return [];
  const read = before !== undefined && 'stock' in before ? before : undefined;
  const { kept, lost } = cut(after.log, after.log.length - (read?.log.length ?? 0));
  return [{ before: read?.stock.version, after: { ...after, log: kept }, lost: after.log.slice(0, lost) }];
};
