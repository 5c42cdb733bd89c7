import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import { later, latest, ordersUntil } from '../ledger/kept-until.ts';
import { nameOf } from '../ledger/outcome-name.ts';
import type { StockRecord } from '../model/ports.ts';
import { emptyStock, moved, type Outcome, type ReservationState, type Stock } from '../model/stock-domain.ts';

/** All records of a SKU, from every store. */
export interface StockHistory {
  readonly sku: string;
  /** As it was read; undefined if there is none. */
  readonly record: StockRecord | undefined;
  /** In the table of outcomes. */
  readonly kept: readonly Outcome[];
  /** From `inventory.updated`, in any order, with repetitions. */
  readonly emitted: readonly InventoryUpdatedEvent[];
  /** The SKU's high-water mark. */
  readonly mark?: number;
}

/** The fold of a SKU's outcomes. It may be written only if nothing contradicts it. */
export interface RebuiltStock {
  readonly stock: Stock;
  /** No order with one of its outcomes was placed later; absent if it has none. */
  readonly until?: string;
  /** Outcomes that are not in their table. */
  readonly unkept: readonly Outcome[];
  /** Versions without an outcome, below known later ones. */
  readonly missing: readonly number[];
  /** A version that was reached, without an outcome of it or of any later one: those never left the stock's item. */
  readonly tail?: number;
  /** Outcomes that share a version: an outdated stock decided some, and consumers dropped those. */
  readonly reused: readonly Outcome[];
  /** Outcomes whose `available` differs from the fold. */
  readonly contradictions: readonly Outcome[];
}

/** The outcome of an event. Events of rejected and refused outcomes lack their units: they moved none. */
const outcomeOf = (event: InventoryUpdatedEvent, reserved: ReadonlyMap<string, number>): readonly Outcome[] => {
  const { sku, version, available, timestamp: at, delta, state, metadata } = event;
  const owner = event.type === 'STOCK_ADJUSTED' ? event.reservation_id : event.order_id;
  const qty = state === 'COMMITTED' ? reserved.get(owner) : Math.abs(delta);
  if (qty === undefined) return [];
  const isGiven = (state === 'RELEASED' || state === 'ADJUSTED') && 'reason' in event && event.reason !== undefined;
  return [
    {
      ...{ owner, sku, state, qty: state === 'ADJUSTED' ? delta : qty, version, available, at },
      ...(isGiven && { reason: event.reason }),
      ...(event.type === 'STOCK_ADJUSTED' && metadata.actor !== undefined && { actor: metadata.actor }),
    },
  ];
};

const named = (outcomes: readonly Outcome[]): ReadonlyMap<string, Outcome> =>
  new Map(outcomes.map((outcome) => [nameOf(outcome), outcome]));

const unitsReserved = (outcomes: Iterable<Outcome>): Map<string, number> =>
  new Map([...outcomes].flatMap(({ state, owner, qty }) => (state === 'RESERVED' ? [[owner, qty] as const] : [])));

/** Every outcome once. Stored ones are exact; those from events replace lost ones. */
const allOutcomes = ({ record, kept, emitted }: StockHistory): readonly Outcome[] => {
  const stored = [...named([...(record?.log ?? []), ...kept]).values()];
  const reserved = unitsReserved(stored);
  for (const event of emitted) if (event.state === 'RESERVED') reserved.set(event.order_id, -event.delta);
  const fromEvents = emitted.flatMap((event) => outcomeOf(event, reserved));
  return [...named([...fromEvents, ...stored]).values()].sort((a, b) => a.version - b.version);
};

/** The state before a release or a sale: a sold reservation is released as sold, in whatever order both were read. */
const statesBefore = (outcomes: readonly Outcome[]) => {
  const committed = new Set(outcomes.flatMap(({ state, owner }) => (state === 'COMMITTED' ? [owner] : [])));
  const reserved = unitsReserved(outcomes);
  return ({ owner, state }: Outcome): ReservationState | undefined => {
    if (state === 'RELEASED' && committed.has(owner)) return 'COMMITTED';
    return reserved.has(owner) && state !== 'RESERVED' ? 'RESERVED' : undefined;
  };
};

const missingBelow = (versions: ReadonlySet<number>, last: number): readonly number[] =>
  Array.from({ length: last }, (_, index) => index + 1).filter((version) => !versions.has(version));

/** Folds a SKU's outcomes from the first one. */
export const rebuiltStock = (history: StockHistory): RebuiltStock => {
  const outcomes = allOutcomes(history);
  const from = statesBefore(outcomes);
  const byVersion = Map.groupBy(outcomes, ({ version }) => version);
  const reused = [...byVersion.values()].filter(({ length }) => length > 1).flat();
  const last = outcomes.at(-1)?.version ?? 0;
  const versions = new Set(byVersion.keys());
  const missing = missingBelow(versions, last);
  // From here on `available` belongs to two histories, or to an unknown one.
  const unclear = Math.min(...reused.map(({ version }) => version), ...missing);
  const contradictions: Outcome[] = [];
  let stock = emptyStock(history.sku);
  for (const outcome of outcomes) {
    stock = { ...stock, ...moved(stock, outcome.qty, from(outcome), outcome.state), version: outcome.version };
    if (outcome.version < unclear && stock.available !== outcome.available) contradictions.push(outcome);
  }
  const reached = Math.max(history.mark ?? 0, history.record?.outdatedBy ?? 0, history.record?.stock.version ?? 0);
  const kept = named(history.kept);
  const until = later(ordersUntil(outcomes), latest(outcomes.flatMap(({ orderedAt }) => orderedAt ?? [])));
  return {
    ...{ stock, missing, reused, contradictions },
    unkept: outcomes.filter((outcome) => !kept.has(nameOf(outcome))),
    ...(reached > last && { tail: reached }),
    ...(until !== undefined && { until }),
  };
};
