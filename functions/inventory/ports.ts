import type { Write } from '../shared/runtime/idioms/fold.ts';
import type { Reservation, Stock } from './domain.ts';

/** Names one item of the ledger: a SKU's stock, or the reservation that an owner (order or adjustment) has of it. */
export type LedgerKey = { readonly sku: string } | { readonly sku: string; readonly owner: string };

/** An item of the ledger. */
export type LedgerItem = { readonly stock: Stock } | { readonly reservation: Reservation };

/** The ledger's books. Items are named by `itemName`. */
export interface LedgerStore {
  /** Items one transaction may write. */
  readonly transactionLimit: number;
  /** Consistent read; items that do not exist are left out. @throws {TransientError} */
  load(items: readonly string[]): Promise<ReadonlyMap<string, LedgerItem>>;
  /**
   * Writes all or nothing, on the condition that each item is what was read: a stock of the same version, a reservation in
   * the same state. `conflict` when one is not. @throws {TransientError}
   */
  commit(writes: readonly Write<LedgerItem>[]): Promise<'committed' | 'conflict'>;
}

/** One line of an order as it was reserved. */
export interface ReservedLine {
  readonly sku: string;
  readonly qty: number;
}

export interface ReservationReader {
  /** All lines of an order, by SKU, however many; consistent. @throws {TransientError} */
  linesOf(orderId: string): Promise<readonly ReservedLine[]>;
}

const separator = '|';

/** The name of an item. SKUs and ids do not contain the separator. */
export const itemName = (key: LedgerKey): string => ('owner' in key ? `${key.sku}${separator}${key.owner}` : key.sku);

/** The item that `itemName` named. */
export const itemKey = (name: string): LedgerKey => {
  const [sku = '', owner] = name.split(separator);
  return owner === undefined ? { sku } : { sku, owner };
};
