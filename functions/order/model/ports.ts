import type { OrderAccepted, OrderCreated } from '../../../schemas/generated/types.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { OrderDocument, Price } from './domain.ts';
import type { OrderEvent } from './saga-events-domain.ts';
import type { Contribution } from './saga-joins-domain.ts';
import type { Note, RequestKind, SagaRecord, Step, StoredRequest } from './saga-record-domain.ts';

/** All functions of these ports may throw {@link TransientError}; what they expect to happen they answer as a value. */

/** Orders as they were placed. */
export interface Orders {
  /** Stores the order, provisionally, unless there is one of its id. Answers the one that is stored. */
  create(order: OrderDocument): Promise<{ readonly created: boolean; readonly order: OrderDocument }>;
  /** The order was said: keeps it for good. Where it is gone, it is put back from the event, visible to no client. */
  confirm(event: OrderCreated): Promise<void>;
  /** Consistent. */
  find(orderId: string): Promise<OrderDocument | undefined>;
}

/** A write on a condition, and the record after it, or as it stands where the condition did not hold. */
export interface ConditionalWrite {
  readonly made: boolean;
  readonly record: SagaRecord | undefined;
}

/** The saga's records. */
export interface Sagas {
  /**
   * Adds what events tell in one write that commutes and repeats safely. Answers the record after it.
   * @param dueAt when the sweep is to look after the order, if it has no such time yet.
   */
  merge(orderId: string, contribution: Contribution, dueAt: string): Promise<SagaRecord>;
  /** Makes a step if the order stands in one of `from`. */
  advance(orderId: string, step: Step): Promise<ConditionalWrite>;
  /** Records what is new, if the order stands in one of `from`. */
  note(orderId: string, note: Note): Promise<ConditionalWrite>;
  /** Stores what is asked of an order, unless it was asked before. Answers the record after it. */
  ask(orderId: string, kind: RequestKind, request: StoredRequest): Promise<SagaRecord>;
  /** Stores that what was asked was said, and is now answered so. */
  noteAnswer(orderId: string, kind: RequestKind): Promise<void>;
  /** Consistent. */
  find(orderId: string): Promise<SagaRecord | undefined>;
}

/** The orders that somebody is to look after at a time. Read eventually: whoever acts on one writes on condition. */
export interface DueOrders {
  /** Ids of those that are due, the longest first. */
  before(time: string, limit: number): Promise<readonly string[]>;
  /** Ids of those that were repaired and are not done, due or not. */
  repaired(limit: number): Promise<readonly string[]>;
  /**
   * Moves the time of an order, or takes it from among those that wait, if it is still due when it was seen to be. Answers
   * whether it was: of several that try, one does.
   */
  postpone(orderId: string, seen: string, next?: NonNullable<SagaRecord['due']>): Promise<boolean>;
}

/** How far the consumers are behind that orders wait for. */
export interface ConsumerLag {
  /** Records that the slowest of them has still to read. */
  greatest(): Promise<number>;
}

/** The catalogue's prices. */
export interface Prices {
  /** Prices of those of the SKUs that there are. */
  of(skus: readonly string[]): Promise<ReadonlyMap<string, Price>>;
}

/** Where what happens to orders, and what is asked of them, is said over HTTP. */
export interface OrderEvents {
  /** `unknown`: the event may have been said, or may yet be. */
  publish(event: OrderEvent, deadline: Deadline): Promise<'acknowledged' | 'refused' | 'unknown'>;
}

/** A request that its client may send again. */
export interface RepeatableRequest extends Deadline {
  readonly client: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
}

/** Remembers answers by client and idempotency key. A cache: nothing but speed and the 409 depends on it. */
export interface Replays {
  /**
   * Answers what is remembered, or does the work and remembers its answer if it is an accepted order.
   * `in-flight`: the work is being done elsewhere. `other-request`: the key belongs to a request of another fingerprint.
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

/** Bounds how many requests of one client wait at one time: each holds a function of its own. */
export interface WaitSlots {
  /** Takes one of the client's slots for so long at most. Answers how to release it; undefined where all are taken. */
  take(client: string, waitMs: number): Promise<(() => Promise<void>) | undefined>;
}

/** Lets time pass. */
export type Pause = (milliseconds: number) => Promise<void>;
