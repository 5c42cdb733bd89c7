import type { Fold, Write } from '../../shared/runtime/idioms/fold.ts';
import { keyOfOutcome, type LedgerTables, type OutcomeKey, type StockRecord } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import { OutdatedStocks } from './outdated-stocks.ts';

/** An item of the ledger: the stock of a SKU, or an outcome. */
export type LedgerItem = StockRecord | { readonly outcome: Outcome };

type LedgerStore = Pick<Fold<never, LedgerItem>, 'load' | 'commit' | 'itemLimit'>;

/** Outcomes that a stock keeps for as long as nothing larger comes: with them its item still costs one write unit. */
const logLength = 10;
/** A log that is full is cut to so many at once: one request writes all that it loses. */
const cutLength = 5;

/**
 * An outcome takes 80 to 400 bytes in the stock's item, and up to 4 KB with an operator's longest reason; DynamoDB limits the item to 400
 * KB. A commit that exceeds it is a defect of the batch: the fold settles its records one by one, and each write cuts the log.
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

/** What a stock's log becomes, and what it loses by that. */
const cut = (log: readonly Outcome[], added: number): { readonly kept: readonly Outcome[]; readonly lost: number } => {
  if (log.length <= Math.max(logLength, added)) return { kept: log, lost: 0 };
  const lost = log.length - Math.max(cutLength, added);
  return { kept: log.slice(lost), lost };
};

/**
 * The ledger's books. *A stock is the write-ahead log of its own last outcomes*: one conditional write of its item decides
 * them, SKU by SKU, since each SKU decides alone. An outcome leaves the log only when it is in the table of outcomes: it is
 * put there first, and then the log is cut by the next write of the stock. So every outcome up to the version that was read
 * is in the log, or was in the table when the stock was read; the table is read after the stock.
 *
 * Only what the log has kept is ever put into the table, and outcomes never change: whoever comes late, or twice, does no harm.
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
      const wanted = keys.filter(isOutcomeKey);
      const follows = new Set(wanted.filter(({ later }) => later !== undefined).map(firstName));
      const inTable = wanted.filter((key) => mayBeInTable(key, read.get(key.sku), logged, follows.has(firstName(key))));
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

/** The name of the outcome that opened the reservation. */
const firstName = ({ sku, owner }: OutcomeKey): string => outcomeName({ sku, owner });

/**
 * Not what the log has; nor what is younger than something in the log. Where the log is complete, only what a command follows that
 * is not there: then the stock may be older than its outcomes.
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

/** Outcomes are written as part of their stock. */
const changeOf = ({ before, after }: Write<LedgerItem>) => {
  if (!('stock' in after)) return [];
  const read = before !== undefined && 'stock' in before ? before : undefined;
  const { kept, lost } = cut(after.log, after.log.length - (read?.log.length ?? 0));
  return [{ before: read?.stock.version, after: { ...after, log: kept }, lost: after.log.slice(0, lost) }];
};
