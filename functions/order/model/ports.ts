import type { OrderAccepted, OrderCreated } from '../../../schemas/generated/types.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { OrderDocument, Price } from './domain.ts';
import type { OrderEvent } from './saga-events-domain.ts';
import type { SagaRecord } from './saga-record-domain.ts';

/** Functions of these ports may throw {@link TransientError}; expected outcomes are values. */

/** Orders as they are placed. */
export interface Orders {
  /** Stores the order provisionally, unless its id exists. Returns the stored one. */
  create(order: OrderDocument): Promise<{ readonly created: boolean; readonly order: OrderDocument }>;
  /**
   * ORDER_CREATED was consumed: keeps the order for good. A lost order is restored from the event, visible to no
   * client.
   */
  confirm(event: OrderCreated): Promise<void>;
  /** Consistent. */
  find(orderId: string): Promise<OrderDocument | undefined>;
}

/** The records of all orders. */
export interface Sagas {
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

/** A request that its client may send again. */
export interface RepeatableRequest extends Deadline {
  readonly client: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
}

/** Caches answers by client and idempotency key. Only speed and the 409 depend on it. */
export interface Replays {
  /**
   * Returns the cached answer, or does the work and caches an accepted order. `in-flight`: another invocation does the
   * work. `other-request`: the key belongs to a request with another fingerprint.
   */
  once<E>(
    request: RepeatableRequest,
    work: () => Promise<Result<OrderAccepted, E>>,
  ): Promise<
    | { readonly kind: 'done'; readonly result: Result<OrderAccepted, E> }
    | { readonly kind: 'replayed'; readonly accepted: OrderAccepted }
    | { readonly kind: 'in-flight' | 'other-request' }
  >;
}

/** Bounds the concurrent waits of one client: each occupies a function instance. */
export interface WaitSlots {
  /** Takes one of the client's slots, for at most this long. Returns its release; undefined if all are taken. */
  take(client: string, waitMs: number): Promise<(() => Promise<void>) | undefined>;
}

/** Lets time pass. */
export type Pause = (milliseconds: number) => Promise<void>;
