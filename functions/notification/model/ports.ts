import type { MetricName } from '../../../schemas/metrics.ts';
import type { Allowance } from './allowance-domain.ts';
import type { Delivery, Notification, Outcome, Remembered } from './domain.ts';

/** A message as it goes out. */
export type Message =
  | {
      readonly channel: 'email';
      readonly email: string;
      readonly subject: string;
      readonly text: string;
      readonly html: string;
    }
  | { readonly channel: 'sms'; readonly phone: string; readonly text: string };

/** Texts of all templates on all channels. */
export interface Messages {
  /** @throws {RangeError} there is no text, or it fits no message: a defect of the template. */
  render(notification: Notification): Message;
}

/** Whoever takes a message to its user. */
export interface MessageProvider {
  /**
   * Providers know no idempotency key: asked twice, most send twice.
   * @throws {TransientError} no answer, or not now: to be asked again later.
   */
  send(notification: Notification, message: Message): Promise<Delivery>;
}

/** Stands for the right to do the work of one notification, until it expires. */
export type Claim = number;

/** What is remembered of each notification: longer than any event is kept. */
export interface Notifications {
  /**
   * Does the work unless it has been done, and answers what is remembered. Somebody else at it is `in-flight`; who died at it
   * is for a while. Work that throws is forgotten. @throws {TransientError}
   */
  once(notification: Notification, work: (claim: Claim) => Promise<Remembered>): Promise<Remembered | 'in-flight'>;
  /** What is remembered of one that was deferred, read consistently. @throws {TransientError} */
  find(notification: Notification): Promise<Remembered | undefined>;
  /** Stores the outcome of a deferred one unless there is one, and answers what is stored. @throws {TransientError} */
  conclude(notification: Notification, outcome: Outcome): Promise<Outcome>;
}

/** A notification in its user's queue. */
export interface Waiting {
  readonly notification: Notification;
  /** Grows along the queue. */
  readonly position: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly due_at: string;
  /** How often the provider was asked. */
  readonly attempts: number;
  /** Its outcome is stored, but cannot be emitted as it is: it is behind the whole queue, and keeps nothing waiting. */
  readonly parked?: true;
}

/** A change of what a user may have; it holds if nobody else changed it. */
export interface Change {
  readonly before: Allowance;
  readonly after: Allowance;
}

/** What each user may have, and who waits for it. All reads but `due` are consistent. Everything throws {TransientError}. */
export interface Queues {
  allowance(userId: string): Promise<Allowance>;
  /** @returns whether it holds. */
  save(userId: string, change: Change): Promise<boolean>;
  /**
   * All or nothing: the change, the place in the queue, and the deferral remembered.
   * @returns whether it holds; not where somebody else changed the allowance or has the claim.
   */
  enqueue(change: Change, waiting: Waiting, remembered: Remembered, claim: Claim): Promise<boolean>;
  /** The first of a user's queue, in order. */
  head(userId: string, limit: number): Promise<readonly Waiting[]>;
  /** Keeps its place: nobody passes by. */
  postpone(waiting: Waiting, dueAt: string, attempts: number): Promise<void>;
  /** Behind the whole queue, to be looked at again at a time. */
  park(waiting: Waiting, dueAt: string, attempts: number): Promise<void>;
  remove(waiting: Waiting): Promise<void>;
  /** Users whose queue is to be looked at, the longest overdue first. */
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
