import { batchOutcome, mergeOutcomes, processOneByOne } from './batch-outcome.ts';
import { concurrently } from './concurrently.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Deadline, Idiom, Received } from './idiom.ts';
import { noDeadline } from './idiom.ts';

/**
 * Where an effect stands. `open`: its intent is durable, and a call is to be made now. `closed`: nothing is to be called for it
 * now, because its outcome is known or because it is parked: the record is acknowledged all the same, and a schedule takes
 * up what is parked. A slow or failing remote party never holds a partition up.
 */
export type EffectStatus<I, O> = { readonly open: I } | { readonly closed: O };

/** The calls of an effect. Every function may throw {@link TransientError}. */
export interface Calls<I, O, A = O> {
  /**
   * The call, with an idempotency key derived from the intent. An unknown outcome is never guessed: it is an answer of its
   * own, by which the effect is parked, or a TransientError, by which the record comes again.
   */
  readonly perform: (intent: I, deadline: Deadline) => Promise<A>;
  /** Stores the answer unless there is one, and says where the effect stands by what is stored: another call may follow. */
  readonly conclude: (intent: I, answer: A) => Promise<EffectStatus<I, O>>;
}

/**
 * For calls that leave the system. Events of one key are handled one after the other, keys concurrently. An error that is no
 * {@link TransientError} sends the event to the dead-letter queue.
 */
export interface Effect<E, I, O, A = O> extends Calls<I, O, A> {
  readonly key: (event: E) => string;
  /** Durable intent first: stores it unless there is one, and answers what is stored. */
  readonly register: (event: E) => Promise<EffectStatus<I, O>>;
  /** Pure: what the stored outcome makes the service say; the same whenever asked. */
  readonly emits: (outcome: O, event: E) => readonly DomainEvent[];
  /** Keys handled at one time. */
  readonly concurrency: number;
}

/** Makes the calls that an effect asks for, one after the other, until there is none to be made now. */
export const pursue = async <I, O, A>(
  { perform, conclude }: Calls<I, O, A>,
  from: EffectStatus<I, O>,
  deadline: Deadline,
): Promise<O> => {
  let standing = from;
  while ('open' in standing) standing = await conclude(standing.open, await perform(standing.open, deadline));
  return standing.closed;
};

/** Binds an effect to the batch driver. */
export const effect =
  <E, I, O, A = O>(spec: Effect<E, I, O, A>): Idiom<E> =>
  async (received, deadline = noDeadline) => {
    const keys = [...Map.groupBy(received, ({ event }) => spec.key(event)).values()];
    const settleOne = async ([one]: readonly Received<E>[]): Promise<BatchOutcome<E>> =>
      batchOutcome(
        one === undefined ? [] : spec.emits(await pursue(spec, await spec.register(one.event), deadline), one.event),
      );
    return mergeOutcomes(await concurrently(keys, spec.concurrency, (group) => processOneByOne(group, settleOne)));
  };
