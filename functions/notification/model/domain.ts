import type { Views } from './views-domain.ts';

export type TemplateName = keyof Views;

/** Where a message goes. The names are those that logs mask. */
export type Address =
  | { readonly channel: 'email'; readonly email: string }
  | { readonly channel: 'sms'; readonly phone: string };

/** Which template, filled with what. */
export type Notice = { [T in TemplateName]: { readonly template: T; readonly view: Views[T] } }[TemplateName];

/** One fact, told to one user on one channel. All of it derives from the event that said the fact. */
export type Notification = Notice & {
  /** Derived from event and channel: what a fact is told once by. */
  readonly notification_id: string;
  readonly user_id: string;
  readonly address: Address;
  readonly order_id?: string;
  readonly correlation_id: string;
  readonly trace_id: string;
};

/** How it ended, final. `attempt` counts the calls of the provider, `at` is RFC 3339 UTC with milliseconds. */
export type Outcome = { readonly at: string; readonly attempt: number } & (
  | { readonly state: 'SENT' }
  | { readonly state: 'FAILED'; readonly reason: string }
);

/** That it waits its turn, and since when. The first reason to wait counts. */
export interface Deferral {
  readonly at: string;
  readonly due_at: string;
}

/** What the service remembers of a notification: it ended at once, or was deferred, and ended perhaps since. */
export type Remembered =
  | { readonly deferral?: never; readonly outcome: Outcome }
  | { readonly deferral: Deferral; readonly outcome?: Outcome };

/** What a provider answers. That it refuses an address is an answer, not a fault. */
export type Delivery = { readonly status: 'accepted' } | { readonly status: 'rejected'; readonly reason: string };

export const outcomeOf = (delivery: Delivery, at: string, attempt: number): Outcome =>
  delivery.status === 'accepted'
    ? { state: 'SENT', at, attempt }
    : { state: 'FAILED', reason: delivery.reason, at, attempt };

/** A provider that answers nothing is asked again, ever more seldom, for about two days. */
export const attemptLimit = 50;
const firstPauseMs = 30_000;
const longestPauseMs = 3_600_000;

/** @param attempt how often the provider was asked. */
export const pauseAfter = (attempt: number): number => Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
