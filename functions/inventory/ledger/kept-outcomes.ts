import { orderedAt, ownerOf, type StockCommand } from '../model/domain.ts';
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
  /** No outcome of it is earlier; unknown for adjustments, and for orders of earlier releases. */
  readonly since: string | undefined;
}

const earlier = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? undefined : one < other ? one : other;

const soughtBy = (commands: readonly StockCommand[]): ReadonlyMap<string, Sought> => {
  const sought = new Map<string, Sought>();
  for (const command of commands) {
    const name = outcomeName({ sku: command.sku, owner: ownerOf(command) });
    const since = orderedAt(command);
    const known = sought.get(name);
    const isAdjustment = command.type === 'ADJUST';
    sought.set(name, { isAdjustment, since: known === undefined ? since : earlier(known.since, since) });
  }
  return sought;
};

/** Outcomes that left the log by `until` may belong to an order of this time. */
const mayBeKept = (until: string | undefined, { since }: Sought): boolean =>
  until !== undefined && (since === undefined || since <= until);

/**
 * Where an outcome may be that is not in the log. If none can be anywhere, only a missing predecessor of a command is
 * searched for: the stock may be older than its outcomes.
 */
const placesOf = (record: StockRecord | undefined, sought: Sought, isFollowed: boolean) => {
  if (sought.isAdjustment)
    return { isPaged: false, isItem: record !== undefined && record.log.length < record.stock.version };
  return {
    isPaged: isFollowed || mayBeKept(record?.keptUntil, sought),
    isItem: (isFollowed && record === undefined) || mayBeKept(record?.itemsUntil, sought),
  };
};

/** One search of a SKU's pages for all orders of the batch. */
const searchesFor = (paged: readonly { readonly key: OutcomeKey; readonly sought: Sought }[]): readonly PageSearch[] =>
  [...Map.groupBy(paged, ({ key }) => key.sku)].map(([sku, own]) => {
    const [first = undefined, ...others] = own.map(({ sought }) => sought.since);
    const since = others.reduce(earlier, first);
    return { sku, owners: new Set(own.map(({ key }) => key.owner)), ...(since !== undefined && { since }) };
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
