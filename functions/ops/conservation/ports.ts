import type { LedgerStock } from '../../../schemas/generated/types.ts';
import type { Movement, OrderEntry, PaymentEntry } from './entries-domain.ts';

interface Page<T> {
  readonly entries: readonly T[];
  /** Where the next page begins; absent after the last one. */
  readonly next?: string;
}

/** @throws {TransientError} from each method. */
export interface OrderBook {
  /** @param from `next` of the page before. */
  page(from: string | undefined, limit: number): Promise<Page<OrderEntry>>;
  find(orderIds: readonly string[]): Promise<readonly OrderEntry[]>;
}

export interface PaymentBook {
  /** @throws {TransientError} */
  of(orderIds: readonly string[]): Promise<ReadonlyMap<string, PaymentEntry>>;
}

export interface GatewayBook {
  /** @throws {TransientError} */
  of(orderIds: readonly string[]): Promise<ReadonlyMap<string, readonly Movement[]>>;
}

export interface StockBook {
  /** @param from `next` of the page before. @throws {TransientError} */
  page(from: string | undefined, limit: number): Promise<Page<LedgerStock>>;
}

export interface StatementProgress {
  /** The time up to which the gateway's statement was compared with the payments. @throws {TransientError} */
  comparedUntil(): Promise<string | undefined>;
}
