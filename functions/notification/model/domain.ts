import type { Views } from './views-domain.ts';

export type TemplateName = keyof Views;

/** The recipient's address. Logs mask fields of these names. */
export type Address =
  | { readonly channel: 'email'; readonly email: string }
  | { readonly channel: 'sms'; readonly phone: string };

/** A template and its view. */
export type Notice = { [T in TemplateName]: { readonly template: T; readonly view: Views[T] } }[TemplateName];

/** A message about one event to one user on one channel. All fields derive from the event. */
export type Notification = Notice & {
  /** Derived from event and channel: the idempotency key. */
  readonly notification_id: string;
  readonly user_id: string;
  readonly address: Address;
  readonly order_id?: string;
  readonly correlation_id: string;
  readonly trace_id: string;
};

/** The final outcome. `attempt` counts calls to the provider, `at` is RFC 3339 UTC with milliseconds. */
export type Outcome = { readonly at: string; readonly attempt: number } & (
  | { readonly state: 'SENT' }
  | { readonly state: 'FAILED'; readonly reason: string }
);

/** A deferral of a notification. Only the first one is stored. */
export interface Deferral {
  readonly at: string;
  readonly due_at: string;
}

/** The stored state of a notification: sent or failed at once, or deferred and possibly concluded since. */
export type Remembered =
  | { readonly deferral?: never; readonly outcome: Outcome }
  | { readonly deferral: Deferral; readonly outcome?: Outcome };

/** A provider's answer. A rejected address is an answer, not a fault. */
export type Delivery = { readonly status: 'accepted' } | { readonly status: 'rejected'; readonly reason: string };

export const outcomeOf = (delivery: Delivery, at: string, attempt: number): Outcome =>
  delivery.status === 'accepted'
    ? { state: 'SENT', at, attempt }
    : { state: 'FAILED', reason: delivery.reason, at, attempt };

/** Retries a provider that does not answer for about two days, with exponential backoff. */
export const attemptLimit = 50;
const firstPauseMs = 30_000;
const longestPauseMs = 3_600_000;

/** @param attempt number of calls to the provider. */
export const pauseAfter = (attempt: number): number => Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
