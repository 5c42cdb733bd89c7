import { orderedAt, ownerOf, type StockCommand } from '../model/domain.ts';
import { groupsWithin } from '../model/groups-within.ts';
import type { LedgerTables, OutcomeKey, PageSearch, StockRecord } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import { firstName, outcomeName } from './outcome-name.ts';

/** What the ledger has read of a batch's SKUs. */
interface ReadStocks {
  readonly read: ReadonlyMap<string, StockRecord>;
  /** The outcomes in their logs, by name. */
  readonly logged: ReadonlyMap<string, Outcome>;
}

/** A reservation of the batch. */
interface Sought {
  readonly isAdjustment: boolean;
  /** When its order was placed; unknown for adjustments, and if a command of an earlier release is among its commands. */
  readonly placed: string | undefined;
}

/** Orders of a batch whose times differ by no more share a search. */
const searchSpanMs = 10_000;

const soughtBy = (commands: readonly StockCommand[]): ReadonlyMap<string, Sought> => {
  const sought = new Map<string, Sought>();
  for (const command of commands) {
    const name = outcomeName({ sku: command.sku, owner: ownerOf(command) });
    const placed = orderedAt(command);
    const known = sought.get(name);
    const isKnown = known === undefined || known.placed !== undefined;
    sought.set(name, { isAdjustment: command.type === 'ADJUST', placed: isKnown ? placed : undefined });
  }
  return sought;
};

/** Outcomes outside the log may belong to an order of this time, if they belong to orders until then. */
const mayBeKept = (until: string | undefined, { placed }: Sought): boolean =>
  until !== undefined && (placed === undefined || placed <= until);

const isComplete = (record: StockRecord | undefined): boolean =>
  record === undefined || record.log.length >= record.stock.version;

/**
 * Where an outcome may be that is not in the log. If none can be anywhere, only a missing predecessor of a command is
 * searched for: the stock may be older than its outcomes.
 */
const placesOf = (record: StockRecord | undefined, sought: Sought, isFollowed: boolean) => {
  if (sought.isAdjustment) return { isPaged: false, isItem: record !== undefined && !isComplete(record) };
  return {
    isPaged: isFollowed || mayBeKept(record?.keptUntil, sought),
    isItem: (isFollowed && isComplete(record)) || mayBeKept(record?.itemsUntil, sought),
  };
};

interface Paged {
  readonly key: OutcomeKey;
  readonly sought: Sought;
}

const searchOf = (sku: string, paged: readonly Paged[]): PageSearch => {
  const owners = new Set(paged.map(({ key }) => key.owner));
  const times = paged.flatMap(({ sought }) => sought.placed ?? []).sort();
  const [from, to] = [times.at(0), times.at(-1)];
  const isKnown = times.length === paged.length && from !== undefined && to !== undefined;
  return { sku, owners, ...(isKnown && { placed: { from, to } }) };
};

const searchesFor = (paged: readonly Paged[]): readonly PageSearch[] =>
  [...Map.groupBy(paged, ({ key }) => key.sku)].flatMap(([sku, own]) => {
    // A search without a time reads all pages: it finds those of the other orders, too.
    if (own.some(({ sought }) => sought.placed === undefined)) return [searchOf(sku, own)];
    return groupsWithin(own, searchSpanMs, ({ sought }) => sought.placed ?? '').map((some) => searchOf(sku, some));
  });

/** Outcomes that left the log and answer commands of the batch. @throws {TransientError} */
export const findKept = async (
  tables: LedgerTables,
  requested: readonly OutcomeKey[],
  commands: readonly StockCommand[],
  { read, logged }: ReadStocks,
): Promise<readonly Outcome[]> => {
  const reservations = soughtBy(commands);
  const followed = new Set(requested.filter(({ later }) => later !== undefined).map(firstName));
  const places = requested.flatMap((key) => {
    const name = firstName(key);
    const sought = reservations.get(name);
    // Outcomes in the log, and those younger than one in the log, are not in the table.
    if (sought === undefined || logged.has(outcomeName(key)) || logged.has(name)) return [];
    return [{ key, sought, ...placesOf(read.get(key.sku), sought, followed.has(name)) }];
  });
  const items = places.filter(({ isItem }) => isItem).map(({ key }) => key);
  const searches = searchesFor(places.filter(({ isPaged }) => isPaged));
  const found = await Promise.all([
    items.length > 0 ? tables.outcomes(items) : [],
    searches.length > 0 ? tables.pagedOutcomes(searches) : [],
  ]);
  return found.flat();
};
