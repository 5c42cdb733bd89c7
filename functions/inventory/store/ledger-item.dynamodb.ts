import {
  always,
  type HighWaterMark,
  keyOfOutcome,
  type OutcomeKey,
  type StockChange,
  type StockRecord,
} from '../model/ports.ts';
import type { Outcome, ReservationState, Stock } from '../model/stock-domain.ts';
import { bytesOfOutcomes, outcomesOfBytes } from './outcome-bytes.ts';
import { isPage, outcomesOfPage } from './outcome-pages.dynamodb.ts';

/**
 * An outcome in the item of a stock that an earlier release wrote: a JSON text of
 * `[owner, state, qty, available, ms since the epoch, reason?, actor?]`.
 */
type LogEntry = readonly [string, ReservationState, number, number, number, string?, string?];

type StockItem = Stock & {
  /** Texts if an earlier release wrote it. That release cannot read bytes: it dead-letters its commands, and decides none. */
  readonly log?: Uint8Array | readonly string[];
  readonly kept_until?: number;
  readonly items_until?: number;
  readonly outdated_by?: number;
  readonly rebuilds?: number;
};
type Attributes = Readonly<Record<string, unknown>>;

const timeOf = (ms: number): string => new Date(ms).toISOString();

/** Versions are not in the texts: they are dense, and the last is the stock's. */
const earlierLog = ({ sku, version }: Stock, log: readonly string[]): readonly Outcome[] =>
  log.map((text, index) => {
    const [owner, state, qty, available, at, reason, actor] = JSON.parse(text) as LogEntry;
    return {
      ...{ owner, sku, state, qty, version: version - log.length + 1 + index, available, at: timeOf(at) },
      ...(reason && { reason }),
      ...(actor && { actor }),
    };
  });

/** The stock's item as read. */
export const recordOf = (item: Attributes): StockRecord => {
  const { log = [], kept_until, items_until, outdated_by, rebuilds, ...rest } = item as unknown as StockItem;
  const { sku, available, reserved, sold, adjusted, version } = rest;
  const stock = { sku, available, reserved, sold, adjusted, version };
  const others = {
    ...(outdated_by !== undefined && { outdatedBy: outdated_by }),
    ...(rebuilds !== undefined && { rebuilds }),
  };
  if (!(log instanceof Uint8Array)) {
    const isComplete = log.length >= version;
    return { stock, log: earlierLog(stock, log), ...(!isComplete && { itemsUntil: always }), ...others };
  }
  return {
    ...{ stock, log: outcomesOfBytes(sku, log), ...others },
    ...(kept_until !== undefined && { keptUntil: timeOf(kept_until) }),
    ...(items_until !== undefined && { itemsUntil: timeOf(items_until) }),
  };
};

/** The conditional write of a stock's item, by the version that was read, as a PartiQL statement. */
export const replacement = (table: string, { before, after }: StockChange) => {
  const { stock, log, keptUntil, itemsUntil, outdatedBy, rebuilds } = after;
  const { sku, ...numbers } = stock;
  const attributes = {
    ...{ ...numbers, log: bytesOfOutcomes(log) },
    ...(keptUntil !== undefined && { kept_until: Date.parse(keptUntil) }),
    ...(itemsUntil !== undefined && { items_until: Date.parse(itemsUntil) }),
    ...(outdatedBy !== undefined && { outdated_by: outdatedBy }),
    ...(rebuilds !== undefined && { rebuilds }),
  };
  const names = Object.keys(attributes);
  const values = Object.values(attributes);
  if (before === undefined) {
    const fields = ['sku', ...names].map((name) => `'${name}': ?`).join(', ');
    return { Statement: `INSERT INTO "${table}" VALUE {${fields}}`, Parameters: [sku, ...values] };
  }
  const sets = names.map((name) => `SET "${name}" = ?`).join(' ');
  return {
    Statement: `UPDATE "${table}" ${sets} WHERE "sku" = ? AND "version" = ?`,
    Parameters: [...values, sku, before],
  };
};

/** SKUs contain no `#`: the SKU alone is the sort key of the first outcome of a reservation. */
const sortKey = ({ sku, later }: OutcomeKey): string => (later === undefined ? sku : `${sku}#${later}`);

export const outcomeKey = (key: OutcomeKey): Attributes => ({ order_id: key.owner, sku: sortKey(key) });

export const outcomeItem = (outcome: Outcome): Attributes => {
  const { owner: _owner, sku: _sku, ...rest } = outcome;
  return { ...outcomeKey(keyOfOutcome(outcome)), ...rest };
};

export const outcomeOf = (item: Attributes): Outcome => {
  const { order_id, sku, ...rest } = item as unknown as Omit<Outcome, 'owner'> & { readonly order_id: string };
  return { owner: order_id, sku: sku.split('#')[0] ?? sku, ...rest };
};

/** The outcomes in an item of their table: of a page, or its own; none of a high-water mark. */
export const outcomesIn = (item: Attributes): readonly Outcome[] => {
  if (isPage(item)) return outcomesOfPage(item);
  return item['state'] === undefined ? [] : [outcomeOf(item)];
};

/** Owners are UUIDs: a high-water mark has a partition of its own in the outcomes' table. */
const markOwner = (sku: string): string => `stock#${sku}`;

export const markKey = (sku: string): Attributes => ({ order_id: markOwner(sku), sku });

export const markItem = ({ sku, version }: HighWaterMark): Attributes => ({ ...markKey(sku), version });

export const markOf = ({ sku, version }: Attributes): HighWaterMark => ({ sku, version }) as unknown as HighWaterMark;
