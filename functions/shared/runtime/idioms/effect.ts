import { batchOutcome, mergeOutcomes, processOneByOne } from './batch-outcome.ts';
import { concurrently } from './concurrently.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Deadline, Idiom, Received } from './idiom.ts';
import { noDeadline } from './idiom.ts';

/**
 * `open`: the intent is durable and a call is due now. `closed`: no call is due, because the outcome is known or the effect is
 * parked for a schedule; the record is acknowledged either way, so that a slow remote party never blocks a partition.
 */
export type EffectStatus<I, O> = { readonly open: I } | { readonly closed: O };

/** The calls of an effect. Every function may throw {@link TransientError}. */
export interface Calls<I, O, A = O> {
  /**
   * The remote call, with an idempotency key derived from the intent. An unknown outcome is never guessed: it is either an answer
   * that parks the effect, or a TransientError that redelivers the record.
   */
  readonly perform: (intent: I, deadline: Deadline) => Promise<A>;
  /** Stores the answer unless one is stored, and returns the stored status: another call may follow. */
  readonly conclude: (intent: I, answer: A) => Promise<EffectStatus<I, O>>;
}

/**
 * For calls that leave the system. Processes events of one key in order, keys concurrently. An error other than
 * {@link TransientError} dead-letters the event.
 */
export interface Effect<E, I, O, A = O> extends Calls<I, O, A> {
  readonly key: (event: E) => string;
  /** Durable intent first: stores it unless one is stored, and returns the stored status. */
  readonly register: (event: E) => Promise<EffectStatus<I, O>>;
  /** Pure: the events of the stored outcome, the same on every redelivery. */
  readonly emits: (outcome: O, event: E) => readonly DomainEvent[];
  /** Keys processed at one time. */
  readonly concurrency: number;
}

/** Performs the calls of an effect, one after the other, until it is closed. */
export const pursue = async <I, O, A>(
  { perform, conclude }: Calls<I, O, A>,
  from: EffectStatus<I, O>,
  deadline: Deadline,
): Promise<O> => {
  let status = from;
  while ('open' in status) status = await conclude(status.open, await perform(status.open, deadline));
  return status.closed;
};

/** Binds an effect to the batch driver. */
export const effect =
  <E, I, O, A = O>(spec: Effect<E, I, O, A>): Idiom<E> =>
  async (received, deadline = noDeadline) => {
    const keys = [...Map.groupBy(received, ({ event }) => spec.key(event)).values()];
    const processOne = async ([one]: readonly Received<E>[]): Promise<BatchOutcome<E>> =>
      batchOutcome(
        one === undefined ? [] : spec.emits(await pursue(spec, await spec.register(one.event), deadline), one.event),
      );
    return mergeOutcomes(await concurrently(keys, spec.concurrency, (group) => processOneByOne(group, processOne)));
  };
