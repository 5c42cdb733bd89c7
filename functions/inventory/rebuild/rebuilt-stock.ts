import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import { outcomeName } from '../ledger/stock-log.ts';
import { keyOfOutcome, type StockRecord } from '../model/ports.ts';
import { emptyStock, moved, type Outcome, type ReservationState, type Stock } from '../model/stock-domain.ts';

/** All that is known of a SKU, wherever it was kept. */
export interface StockHistory {
  readonly sku: string;
  /** As it was read; undefined where there is none. */
  readonly record: StockRecord | undefined;
  /** In the table of outcomes. */
  readonly kept: readonly Outcome[];
  /** On `inventory.updated`, in any order, however often. */
  readonly emitted: readonly InventoryUpdatedEvent[];
  /** The SKU's high-water mark. */
  readonly mark?: number;
}

/** The stock that a SKU's outcomes come to. It may be written only where nothing speaks against it. */
export interface RebuiltStock {
  readonly stock: Stock;
  /** Outcomes that are not in their table. */
  readonly unkept: readonly Outcome[];
  /** Versions of which no outcome is left, though later ones are known. */
  readonly missing: readonly number[];
  /** A version that was reached, where no outcome is left of it nor of any later one: what never left the stock's item. */
  readonly tail?: number;
  /** Outcomes that share their version: some were decided by a stock that was outdated, and consumers dropped those. */
  readonly reused: readonly Outcome[];
  /** Outcomes after which another number of units was available than is counted. */
  readonly contradictions: readonly Outcome[];
}

/** The outcome that an event tells of. Rejected and refused ones do not tell how many units they were about: they moved none. */
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
  new Map(outcomes.map((outcome) => [outcomeName(keyOfOutcome(outcome)), outcome]));

const unitsReserved = (outcomes: Iterable<Outcome>): Map<string, number> =>
  new Map([...outcomes].flatMap(({ state, owner, qty }) => (state === 'RESERVED' ? [[owner, qty] as const] : [])));

/** Every outcome once. What the tables have is exact; what an event tells stands in for what they lost. */
const allOutcomes = ({ record, kept, emitted }: StockHistory): readonly Outcome[] => {
  const stored = [...named([...(record?.log ?? []), ...kept]).values()];
  const reserved = unitsReserved(stored);
  for (const event of emitted) if (event.state === 'RESERVED') reserved.set(event.order_id, -event.delta);
  const told = emitted.flatMap((event) => outcomeOf(event, reserved));
  return [...named([...told, ...stored]).values()].sort((a, b) => a.version - b.version);
};

/** What a release or a sale is counted from: a sale is released as one, though both may have been read in any order. */
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

/** Counts a SKU's outcomes from its first one. */
export const rebuiltStock = (history: StockHistory): RebuiltStock => {
  const outcomes = allOutcomes(history);
  const from = statesBefore(outcomes);
  const byVersion = Map.groupBy(outcomes, ({ version }) => version);
  const reused = [...byVersion.values()].filter(({ length }) => length > 1).flat();
  const last = outcomes.at(-1)?.version ?? 0;
  const versions = new Set(byVersion.keys());
  const missing = missingBelow(versions, last);
  // From here on `available` of the outcomes is of two histories, or of one that is not known.
  const unclear = Math.min(...reused.map(({ version }) => version), ...missing);
  const contradictions: Outcome[] = [];
  let stock = emptyStock(history.sku);
  for (const outcome of outcomes) {
    stock = { ...stock, ...moved(stock, outcome.qty, from(outcome), outcome.state), version: outcome.version };
    if (outcome.version < unclear && stock.available !== outcome.available) contradictions.push(outcome);
  }
  const reached = Math.max(history.mark ?? 0, history.record?.outdatedBy ?? 0, history.record?.stock.version ?? 0);
  const kept = named(history.kept);
  return {
    ...{ stock, missing, reused, contradictions },
    unkept: outcomes.filter((outcome) => !kept.has(outcomeName(keyOfOutcome(outcome)))),
    ...(reached > last && { tail: reached }),
  };
};
