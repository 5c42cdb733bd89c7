import { mergeOutcomes, processTogether } from './batch-outcome.ts';
import { concurrently } from './concurrently.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Idiom, Received } from './idiom.ts';

/** An event that is invalid in its key's state for ever: dead-lettered, while the other events of the key proceed. */
interface Rejection<E> {
  readonly event: E;
  readonly cause: string;
}

export interface Transitioned<E> {
  readonly emit: readonly DomainEvent[];
  readonly rejected: readonly Rejection<E>[];
}

/**
 * For state with several writers. Applies the events of one key in the batch together, keys concurrently.
 *
 * `apply` writes the state first, conditionally and in as few writes as possible, and then derives the events to emit from the
 * *stored* state: applied again, whatever happened in between, it must return the same.
 * It throws {@link TransientError} for a fault that a redelivery may fix; any other error is a defect of the event.
 */
export interface Transition<E> {
  readonly key: (event: E) => string;
  readonly apply: (key: string, events: readonly E[]) => Promise<Transitioned<E>>;
  /** Keys processed at one time. */
  readonly concurrency: number;
}

/** Binds a transition to the batch driver. */
export const transition =
  <E>({ key, apply, concurrency }: Transition<E>): Idiom<E> =>
  async (received) => {
    const keys = [...Map.groupBy(received, ({ event }) => key(event))];
    const applyToKey = async (name: string, group: readonly Received<E>[]): Promise<BatchOutcome<E>> => {
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
      await concurrently(keys, concurrency, ([name, group]) =>
        processTogether(group, (some) => applyToKey(name, some)),
      ),
    );
  };
