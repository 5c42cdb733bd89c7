import type { MetricName } from '../../../schemas/metrics.ts';
import type { Allowance } from './allowance-domain.ts';
import type { Delivery, Notification, Outcome, Remembered } from './domain.ts';

/** A rendered message. */
export type Message =
  | {
      readonly channel: 'email';
      readonly email: string;
      readonly subject: string;
      readonly text: string;
      readonly html: string;
    }
  | { readonly channel: 'sms'; readonly phone: string; readonly text: string };

/** Renders all templates on all channels. */
export interface Messages {
  /** @throws {RangeError} the text is missing or too long: a defect of the template. */
  render(notification: Notification): Message;
}

/** Delivers messages to users. */
export interface MessageProvider {
  /**
   * Not idempotent: providers accept no idempotency key, and most send a repeated message twice.
   * @throws {TransientError} no answer, or a temporary refusal: retry later.
   */
  send(notification: Notification, message: Message): Promise<Delivery>;
}

/** A lease on one notification. */
export type Claim = number;

/** The stored state of notifications, retained longer than any event. */
export interface Notifications {
  /**
   * Does the work unless it is done, and returns the stored state. `in-flight`: another invocation has the claim, or crashed with
   * it and the claim has not expired. Work that throws releases the claim. @throws {TransientError}
   */
  once(notification: Notification, work: (claim: Claim) => Promise<Remembered>): Promise<Remembered | 'in-flight'>;
  /** The stored state of a deferred notification, read consistently. @throws {TransientError} */
  find(notification: Notification): Promise<Remembered | undefined>;
  /** Stores the outcome of a deferred notification unless one is stored, and returns the stored one. @throws {TransientError} */
  conclude(notification: Notification, outcome: Outcome): Promise<Outcome>;
}

/** An entry of a user's queue. */
export interface Waiting {
  readonly notification: Notification;
  /** Increases along the queue. */
  readonly position: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly due_at: string;
  /** Number of calls to the provider. */
  readonly attempts: number;
  /** Its outcome is stored but cannot be emitted: moved behind the whole queue so that it blocks no entry. */
  readonly parked?: true;
}

/** A conditional change of an allowance: fails if another writer changed it. */
export interface Change {
  readonly before: Allowance;
  readonly after: Allowance;
}

/** Allowances and queues of users. All reads but `due` are consistent. Every method throws {TransientError}. */
export interface Queues {
  allowance(userId: string): Promise<Allowance>;
  /** @returns whether it holds. */
  save(userId: string, change: Change): Promise<boolean>;
  /**
   * Writes the change, the queue entry and the stored deferral atomically.
   * @returns whether it is written; false if another writer changed the allowance or has the claim.
   */
  enqueue(change: Change, waiting: Waiting, remembered: Remembered, claim: Claim): Promise<boolean>;
  /** The first entries of a user's queue, in order. */
  head(userId: string, limit: number): Promise<readonly Waiting[]>;
  /** Postpones an entry in its place: no other overtakes it. */
  postpone(waiting: Waiting, dueAt: string, attempts: number): Promise<void>;
  /** Moves an entry behind the whole queue, due at a time. */
  park(waiting: Waiting, dueAt: string, attempts: number): Promise<void>;
  remove(waiting: Waiting): Promise<void>;
  /** Users whose queue is due, the longest overdue first. */
  due(before: string, limit: number): Promise<readonly string[]>;
}

export type CountName = Extract<
  MetricName,
  | 'NotificationsSent'
  | 'NotificationsFailed'
  | 'NotificationsDeferred'
  | 'NotificationsPostponed'
  | 'NotificationsSkipped'
  | 'QueuesInterrupted'
>;

export type Count = (name: CountName) => void;
