import type { Outcome, ReservationState, Stock } from './stock-domain.ts';

/** A SKU's stock with its latest outcomes: the whole item. */
export interface StockRecord {
  readonly stock: Stock;
  /** By version, without a gap, up to the stock's. Older ones are in the table of outcomes. */
  readonly log: readonly Outcome[];
  /** No order with outcomes in pages was placed later; absent if there are no pages. */
  readonly keptUntil?: string;
  /** No order was placed later of which an outcome may have an item of its own; absent if none has. */
  readonly itemsUntil?: string;
  /** A version that the SKU has reached: greater than the stock's if the item was restored from a backup. */
  readonly outdatedBy?: number;
  /** Number of rebuilds from outcomes: versions remembered before one may be invalid. */
  readonly rebuilds?: number;
}

/** A time that no order reaches: an earlier release did not note of which orders it kept outcomes. */
export const always = '9999-12-31T23:59:59.999Z';

/**
 * A version that the SKU's stock has reached, stored beside the outcomes: a restored backup of the stocks does not
 * contain it.
 */
export interface HighWaterMark {
  readonly sku: string;
  readonly version: number;
}

export interface StockReader {
  /** Consistent. @throws {TransientError} */
  find(sku: string): Promise<StockRecord | undefined>;
}

/** Key of an outcome: the first of a reservation, or the one of a later state. */
export interface OutcomeKey {
  readonly sku: string;
  readonly owner: string;
  readonly later?: LaterState;
}

/** When orders were placed. */
export interface PlacedBetween {
  /** Unknown if absent. */
  readonly from?: string;
  readonly to: string;
}

/** A search for the outcomes of some orders in the pages of a SKU. */
export interface PageSearch {
  readonly sku: string;
  readonly owners: ReadonlySet<string>;
  readonly placed: PlacedBetween;
}

/** Pages are found by the times of their orders. An outcome without one is found by its id: it has an item of its own. */
export const hasOwnItem = ({ orderedAt }: Outcome): boolean => orderedAt === undefined;

/** States that a reservation reaches from another one. */
export type LaterState = 'COMMITTED' | 'RELEASED';

/** The key of an outcome. A release without a reservation is the first outcome of its reservation. */
export const keyOfOutcome = ({ sku, owner, state, qty }: Outcome): OutcomeKey =>
  isLater(state) && qty > 0 ? { sku, owner, later: state } : { sku, owner };

const isLater = (state: ReservationState): state is LaterState => state === 'COMMITTED' || state === 'RELEASED';

/** The desired stock, written if it still has the version that was read. */
export interface StockChange {
  /** Undefined if there was none. */
  readonly before: number | undefined;
  readonly after: StockRecord;
}

/** The ledger's two tables. Reads are consistent. */
export interface LedgerTables {
  /** Those that exist. @throws {TransientError} */
  stocks(skus: readonly string[]): Promise<readonly StockRecord[]>;
  /** Those with an item of their own. @throws {TransientError} */
  outcomes(keys: readonly OutcomeKey[]): Promise<readonly Outcome[]>;
  /** Those in pages; some of orders that were placed at other times may be among them. @throws {TransientError} */
  pagedOutcomes(searches: readonly PageSearch[]): Promise<readonly Outcome[]>;
  /** Those that are there. @throws {TransientError} */
  highWaterMarks(skus: readonly string[]): Promise<readonly HighWaterMark[]>;
  /**
   * Writes outcomes and high-water marks to their table. An outcome never changes: a repeated write has no effect; of
   * two marks of a SKU the last one stays. @throws {TransientError} some may be written.
   */
  keep(outcomes: readonly Outcome[], marks: readonly HighWaterMark[]): Promise<void>;
  /**
   * Each SKU alone, all or nothing; returns the SKUs with another version. @throws {TransientError} some may be
   * written.
   */
  replace(changes: readonly StockChange[]): Promise<readonly string[]>;
}

/** One line of an order. */
export interface Line {
  readonly sku: string;
  readonly qty: number;
}

/** The lines of an order, stored before they are reserved: events of its payment do not contain them. */
export interface Hold {
  readonly order_id: string;
  /** When the order was placed; absent in holds of earlier releases. */
  readonly ordered_at?: string;
  readonly lines: readonly Line[];
}

export interface Holds {
  /**
   * Stores the hold; idempotent. It expires some time after the last event that could read it. @throws {TransientError}
   */
  open(hold: Hold, now: Date): Promise<void>;
  /** Consistent. @throws {TransientError} */
  find(orderId: string): Promise<Hold | undefined>;
}
