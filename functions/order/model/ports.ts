import type { OrderAccepted, OrderCreated } from '../../../schemas/generated/types.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { OrderDocument, Price } from './domain.ts';
import type { OrderEvent } from './saga-events-domain.ts';
import type { Contribution } from './saga-joins-domain.ts';
import type { Note, RequestKind, SagaRecord, Step, StoredRequest } from './saga-record-domain.ts';

/** Functions of these ports may throw {@link TransientError}; expected outcomes are values. */

/** Orders as they were placed. */
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

/** A conditional write, and the record after it; if the condition failed, the record as it is. */
export interface ConditionalWrite {
  readonly made: boolean;
  readonly record: SagaRecord | undefined;
}

/** The saga's records. */
export interface Sagas {
  /**
   * Adds the events' facts in one write that commutes and repeats safely. Returns the record after it.
   * @param dueAt when the sweep is to check the order, if it has no such time yet.
   */
  merge(orderId: string, contribution: Contribution, dueAt: string): Promise<SagaRecord>;
  /** Makes a step if the order is in one of `from`. */
  advance(orderId: string, step: Step): Promise<ConditionalWrite>;
  /** Records what is new, if the order is in one of `from`. */
  note(orderId: string, note: Note): Promise<ConditionalWrite>;
  /** Stores a request, unless one of its kind is stored. Returns the record after it. */
  storeRequest(orderId: string, kind: RequestKind, request: StoredRequest): Promise<SagaRecord>;
  /** Stores that the request was published, and its client answered. */
  markAnswered(orderId: string, kind: RequestKind): Promise<void>;
  /** Consistent. */
  find(orderId: string): Promise<SagaRecord | undefined>;
}

/**
 * Orders by the time at which the sweep is to check them. Reads are eventually consistent: every action on one is a
 * conditional write.
 */
export interface DueOrders {
  /** Ids of due orders, the longest due first. */
  before(time: string, limit: number): Promise<readonly string[]>;
  /** Ids of orders that were repaired and still wait, due or not. */
  repaired(limit: number): Promise<readonly string[]>;
  /**
   * Moves the due time of an order, or clears it, if it is still the one that was read. Returns whether it was: one of
   * several writers succeeds.
   */
  postpone(orderId: string, seen: string, next?: NonNullable<SagaRecord['due']>): Promise<boolean>;
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
