import { mergeOutcomes, processTogether } from './batch-outcome.ts';
import { concurrently } from './concurrently.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Idiom, Received } from './idiom.ts';

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
  readonly apply: (key: string, events: readonly E[]) => Promise<Transitioned<E>>;
  /** Keys settled at one time. */
  readonly concurrency: number;
}

/** Binds a transition to the batch driver. */
export const transition =
  <E>({ key, apply, concurrency }: Transition<E>): Idiom<E> =>
  async (received) => {
    const keys = [...Map.groupBy(received, ({ event }) => key(event))];
    const settleKey = async (name: string, group: readonly Received<E>[]): Promise<BatchOutcome<E>> => {
      const { emit, rejected } = await apply(
        name,
        group.map(({ event }) => event),
      );
      const causes = new Map(rejected.map(({ event, cause }) => [event, cause]));
      return {
        emit,
        failed: [],
        rejected: group.flatMap((one) => {
          const cause = causes.get(one.event);
          return cause === undefined ? [] : [{ received: one, cause }];
        }),
      };
    };
    return mergeOutcomes(
      await concurrently(keys, concurrency, ([name, group]) => processTogether(group, (some) => settleKey(name, some))),
    );
  };
