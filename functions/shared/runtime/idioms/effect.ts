import type { DomainEvent } from './domain-event.ts';

/** What is known of an effect before it is called: open with its intent, or closed with the outcome of the first time. */
export type Registered<I, O> = { readonly open: I } | { readonly closed: O };

/**
 * For calls that leave the system. Events of one key are handled one after the other, keys concurrently. Every function may
 * throw {@link TransientError}; another error sends the event to the dead-letter queue.
 */
export interface Effect<E, I, O> {
  readonly key: (event: E) => string;
  /** Durable intent first: stores it unless there is one, and answers what is stored. */
  readonly register: (event: E) => Promise<Registered<I, O>>;
  /** The call, with an idempotency key derived from the intent. An unknown outcome is a TransientError: never guessed. */
  readonly perform: (intent: I) => Promise<O>;
  /** Stores the outcome unless there is one, and answers what is stored. */
  readonly conclude: (intent: I, outcome: O) => Promise<O>;
  /** Pure: what the stored outcome makes the service say; the same whenever asked. */
  readonly emits: (outcome: O, event: E) => readonly DomainEvent[];
  /** Keys handled at one time. */
  readonly concurrency: number;
}
