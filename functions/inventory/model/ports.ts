import type { Outcome, ReservationState, Stock } from './stock-domain.ts';

/** A SKU's stock with the outcomes that came last: the whole of one item. */
export interface StockRecord {
  readonly stock: Stock;
  /** In the order of their versions, without a gap, up to that of the stock. Older ones are in the table of outcomes. */
  readonly log: readonly Outcome[];
  /** A version that the SKU is known to have reached: greater than the stock's where the item was restored from a backup. */
  readonly outdatedBy?: number;
  /** How often it was rebuilt from its outcomes: versions that were remembered before may have been dropped. */
  readonly rebuilds?: number;
}

/** A version that the stock of a SKU has reached, kept beside the outcomes: a backup of the stocks does not restore it. */
export interface HighWaterMark {
  readonly sku: string;
  readonly version: number;
}

export interface StockReader {
  /** Consistent. @throws {TransientError} */
  find(sku: string): Promise<StockRecord | undefined>;
}

/** Names an outcome: the first of a reservation, or the one of a state that it came to later. */
export interface OutcomeKey {
  readonly sku: string;
  readonly owner: string;
  readonly later?: LaterState;
}

/** States that a reservation comes to from another one. */
export type LaterState = 'COMMITTED' | 'RELEASED';

/** The name under which an outcome is kept. A release that found nothing is the first of its reservation. */
export const keyOfOutcome = ({ sku, owner, state, qty }: Outcome): OutcomeKey =>
  isLater(state) && qty > 0 ? { sku, owner, later: state } : { sku, owner };

const isLater = (state: ReservationState): state is LaterState => state === 'COMMITTED' || state === 'RELEASED';

/** A stock as it shall be, if it still is of the version that was read. */
export interface StockChange {
  /** Undefined where there was none. */
  readonly before: number | undefined;
  readonly after: StockRecord;
}

/** The ledger's two tables. Reads are consistent. */
export interface LedgerTables {
  /** Those that exist. @throws {TransientError} */
  stocks(skus: readonly string[]): Promise<readonly StockRecord[]>;
  /** Those that are there. @throws {TransientError} */
  outcomes(keys: readonly OutcomeKey[]): Promise<readonly Outcome[]>;
  /** Those that are there. @throws {TransientError} */
  highWaterMarks(skus: readonly string[]): Promise<readonly HighWaterMark[]>;
  /**
   * Puts outcomes and high-water marks into their table. An outcome never changes: to put it again does nothing; of two marks of a
   * SKU the last one put stays. @throws {TransientError} some may be put.
   */
  keep(outcomes: readonly Outcome[], marks: readonly HighWaterMark[]): Promise<void>;
  /** Each SKU by itself, all or nothing; answers those SKUs that had another version. @throws {TransientError} some may be changed. */
  replace(changes: readonly StockChange[]): Promise<readonly string[]>;
}

/** One line of an order. */
export interface Line {
  readonly sku: string;
  readonly qty: number;
}

/** What an order holds of the stock, from before its lines are reserved: what its payment's events do not say. */
export interface Hold {
  readonly order_id: string;
  readonly lines: readonly Line[];
}

export interface Holds {
  /** Stores the hold; the same, however often. It is forgotten some time after everything that could ask for it. @throws {TransientError} */
  open(hold: Hold, now: Date): Promise<void>;
  /** Consistent. @throws {TransientError} */
  find(orderId: string): Promise<Hold | undefined>;
}
