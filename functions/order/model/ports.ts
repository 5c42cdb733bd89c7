import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { Price } from './domain.ts';
import type { NewOrder, OrderRecord } from './placed-domain.ts';
import type { OrderEvent } from './saga-events-domain.ts';
import type { SagaRecord } from './saga-record-domain.ts';

/** Functions of these ports may throw {@link TransientError}; expected outcomes are values. */

/** All that is stored of orders. */
export interface Sagas {
  /** Stores a new order, unless its id exists. Returns the stored record. */
  create(order: NewOrder): Promise<{ readonly created: boolean; readonly record: OrderRecord }>;
  /** Consistent: what is decided from a record may need no write that would detect a stale one. */
  load(orderId: string): Promise<SagaRecord | undefined>;
  /**
   * Writes what changed, unless another writer was first. Returns the record with its new version, or undefined then. Writes
   * nothing if nothing changed.
   */
  save(before: SagaRecord | undefined, after: SagaRecord): Promise<SagaRecord | undefined>;
}

/** Orders by the time at which the sweep is to check them. Reads are eventually consistent: load the record to act on it. */
export interface DueOrders {
  /** Ids of due orders, the longest due first. */
  before(time: string, limit: number): Promise<readonly string[]>;
  /** Ids of orders that were repaired and still wait, due or not. */
  repaired(limit: number): Promise<readonly string[]>;
}

/** Lag of the consumers that orders wait for. */
export interface ConsumerLag {
  /** Unread records of the slowest consumer. */
  greatest(): Promise<number>;
}

/** The catalogue's prices. */
export interface Prices {
  /** Prices of those SKUs that exist. */
  of(skus: readonly string[]): Promise<ReadonlyMap<string, Price>>;
}

/** Publishes events of orders, and requests, while an HTTP request waits. */
export interface OrderEvents {
  /** `unknown`: the event may have been published, or may yet be. */
  publish(event: OrderEvent, deadline: Deadline): Promise<'acknowledged' | 'refused' | 'unknown'>;
}

/** Bounds the concurrent waits of one client: each occupies a function instance. */
export interface WaitSlots {
  /** Takes one of the client's slots, for at most this long. Returns its release; undefined if all are taken. */
  take(client: string, waitMs: number): Promise<(() => Promise<void>) | undefined>;
}

/** Lets time pass. */
export type Pause = (milliseconds: number) => Promise<void>;
