import { orderedAt, ownerOf, type StockCommand } from '../model/domain.ts';
import { groupsWithin } from '../model/groups-within.ts';
import type { LedgerTables, OutcomeKey, PageSearch, PlacedBetween, StockRecord } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import { afterClocks, latest } from './kept-until.ts';
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
  readonly placed: PlacedBetween;
}

/** Orders of a batch whose times differ by no more share a search. */
const searchSpanMs = 10_000;

/** An order precedes its commands: those of an earlier release do not name its time. */
const placedOf = (command: StockCommand): PlacedBetween => {
  const time = orderedAt(command);
  return time === undefined ? { to: afterClocks(command.timestamp) } : { from: time, to: time };
};

const spanning = (all: readonly PlacedBetween[]): PlacedBetween => {
  const from = all.flatMap((one) => one.from ?? []).sort();
  const to = latest(all.map((one) => one.to)) ?? '';
  return { to, ...(from[0] !== undefined && from.length === all.length && { from: from[0] }) };
};

const soughtBy = (commands: readonly StockCommand[]): ReadonlyMap<string, Sought> => {
  const own = Map.groupBy(commands, (command) => outcomeName({ sku: command.sku, owner: ownerOf(command) }));
  return new Map(
    [...own].map(([name, some]) => [
      name,
      { isAdjustment: some.every(({ type }) => type === 'ADJUST'), placed: spanning(some.map(placedOf)) },
    ]),
  );
};

/** Outcomes outside the log may belong to an order of this time, if they belong to orders until then. */
const mayBeKept = (until: string | undefined, { placed: { from } }: Sought): boolean =>
  until !== undefined && (from === undefined || from <= until);

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

const searchOf = (sku: string, paged: readonly Paged[]): PageSearch => ({
  sku,
  owners: new Set(paged.map(({ key }) => key.owner)),
  placed: spanning(paged.map(({ sought }) => sought.placed)),
});

const searchesFor = (paged: readonly Paged[]): readonly PageSearch[] =>
  [...Map.groupBy(paged, ({ key }) => key.sku)].flatMap(([sku, own]) =>
    groupsWithin(own, searchSpanMs, ({ sought }) => sought.placed.from ?? sought.placed.to).map((some) =>
      searchOf(sku, some),
    ),
  );

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
