import {
  type HighWaterMark,
  keyOfOutcome,
  type OutcomeKey,
  type StockChange,
  type StockRecord,
} from '../model/ports.ts';
import type { Outcome, ReservationState, Stock } from '../model/stock-domain.ts';

/** An outcome within the item of its stock: `[owner, state, qty, available, ms since the epoch, reason?, actor?]`. */
type LogEntry = readonly [string, ReservationState, number, number, number, string?, string?];

/** Entries are JSON texts: DynamoDB lists would take both sides longer than the rest of a commit. */
type StockItem = Stock & {
  readonly log?: readonly string[];
  readonly outdated_by?: number;
  readonly rebuilds?: number;
};
type Attributes = Readonly<Record<string, unknown>>;

const entryOf = ({ owner, state, qty, available, at, reason, actor }: Outcome): LogEntry => {
  const entry = [owner, state, qty, available, Date.parse(at)] as const;
  if (actor !== undefined) return [...entry, reason ?? '', actor];
  return reason === undefined ? entry : [...entry, reason];
};

/** The stock's item as read. Versions are not in the log: they are dense, and the last is the stock's. */
export const recordOf = (item: Attributes): StockRecord => {
  const {
    sku,
    available,
    reserved,
    sold,
    adjusted,
    version,
    log = [],
    outdated_by,
    rebuilds,
  } = item as unknown as StockItem;
  const first = version - log.length + 1;
  return {
    stock: { sku, available, reserved, sold, adjusted, version },
    log: log.map((text, index) => {
      const [owner, state, qty, left, at, reason, actor] = JSON.parse(text) as LogEntry;
      return {
        ...{ owner, sku, state, qty, version: first + index, available: left, at: new Date(at).toISOString() },
        ...(reason && { reason }),
        ...(actor && { actor }),
      };
    }),
    ...(outdated_by !== undefined && { outdatedBy: outdated_by }),
    ...(rebuilds !== undefined && { rebuilds }),
  };
};

/** The conditional write of a stock's item, by the version that was read, as a PartiQL statement. */
export const replacement = (table: string, { before, after }: StockChange) => {
  const { stock, log, outdatedBy, rebuilds } = after;
  const { sku, ...numbers } = stock;
  const attributes = {
    ...{ ...numbers, log: log.map((outcome) => JSON.stringify(entryOf(outcome))) },
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

/** Owners are UUIDs: a high-water mark has a partition of its own in the outcomes' table. */
const markOwner = (sku: string): string => `stock#${sku}`;

export const markKey = (sku: string): Attributes => ({ order_id: markOwner(sku), sku });

export const markItem = ({ sku, version }: HighWaterMark): Attributes => ({ ...markKey(sku), version });

export const markOf = ({ sku, version }: Attributes): HighWaterMark => ({ sku, version }) as unknown as HighWaterMark;
