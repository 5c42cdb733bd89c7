import type { Idiom, Received, Settlement } from './batch.ts';
import { concurrently } from './concurrently.ts';
import type { DomainEvent } from './domain-event.ts';
import { mergeSettlements, settled, settleOneByOne } from './settlement.ts';

/** What is known of an effect before it is called: open with its intent, or closed with the outcome of the first time. */
type Registered<I, O> = { readonly open: I } | { readonly closed: O };

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

const takeEffect = async <E, I, O>(event: E, spec: Effect<E, I, O>): Promise<O> => {
  const registered = await spec.register(event);
  if ('closed' in registered) return registered.closed;
  return spec.conclude(registered.open, await spec.perform(registered.open));
};

/** Binds an effect to the batch driver. */
export const effect =
  <E, I, O>(spec: Effect<E, I, O>): Idiom<E> =>
  async (received) => {
    const keys = [...Map.groupBy(received, ({ event }) => spec.key(event)).values()];
    const settleOne = async ([one]: readonly Received<E>[]): Promise<Settlement<E>> =>
      settled(one === undefined ? [] : spec.emits(await takeEffect(one.event, spec), one.event));
    return mergeSettlements(await concurrently(keys, spec.concurrency, (group) => settleOneByOne(group, settleOne)));
  };
