import type { DomainEvent } from './domain-event.ts';

/** An event that its key's state can never take: it goes to the dead-letter queue, the others of the key go on. */
export interface Rejection<E> {
  readonly event: E;
  readonly cause: string;
}

export interface Transitioned<E> {
  readonly emit: readonly DomainEvent[];
  readonly rejected: readonly Rejection<E>[];
}

/**
 * For state with several writers. The events of one key in the batch are settled together, keys concurrently.
 *
 * `settle` writes the state first, conditionally and as seldom as it can, and then answers what *the state remembers* those
 * events caused: settled again, whatever happened in between, it must answer the same.
 * It throws {@link TransientError} for what another delivery may mend; another error is a defect of the event.
 */
export interface Transition<E> {
  readonly key: (event: E) => string;
  readonly settle: (key: string, events: readonly E[]) => Promise<Transitioned<E>>;
  /** Keys settled at one time. */
  readonly concurrency: number;
}
