import { batchOutcome, causeOf, mergeOutcomes, processTogether } from './batch-outcome.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Idiom, Received } from './idiom.ts';
import { TransientError } from './transient-error.ts';

/** An item as read and as it is to be written. `before` is undefined for a new item. */
export interface Write<S> {
  readonly item: string;
  readonly before: S | undefined;
  readonly after: S;
}

/** The result of one event: items to write (none for a duplicate) and events to emit. */
interface Folded<S> {
  readonly writes: Readonly<Record<string, S>>;
  readonly emit: readonly DomainEvent[];
}

/**
 * For state with one writer per partition. The whole batch is folded in memory over items (rows, named by strings) and
 * committed in as few commits as fit. Outcomes are part of the items, so that a duplicate emits the stored outcome unchanged.
 * A second writer (a zombie, a rebalance) makes `commit` return `conflict`: the idiom reads and folds again.
 */
export interface Fold<E, S> {
  /** The names of all items that the event may read or write; at most `itemLimit`. */
  readonly items: (event: E) => readonly string[];
  /**
   * Consistent read of items; those that do not exist are left out. The events show which stores may have them.
   * @throws {TransientError}
   */
  readonly load: (items: readonly string[], events: readonly E[]) => Promise<ReadonlyMap<string, S>>;
  /** Pure. `read` returns an item as the previous events left it. An error thrown here dead-letters the event. */
  readonly step: (read: (item: string) => S | undefined, event: E) => Folded<S>;
  /**
   * Writes each item on the condition that it still equals `before`; `conflict` if one does not. Writes that depend on each
   * other are atomic; others may be written without them, if `load` then returns them. @throws {TransientError}
   */
  readonly commit: (writes: readonly Write<S>[]) => Promise<'committed' | 'conflict'>;
  /** Items that one commit may read and write (DynamoDB limits what one request holds). */
  readonly itemLimit: number;
  /** Waits before the next read and fold. @param lost races lost in a row. */
  readonly pause: (lost: number) => Promise<void>;
}

/** Races lost in a row before the batch fails and is redelivered. */
const conflictLimit = 5;

/** The longest head of the batch whose items fit one commit; at least one record. */
const headThatFits = <E, S>(received: readonly Received<E>[], { items, itemLimit }: Fold<E, S>): number => {
  const touched = new Set<string>();
  for (const [index, { event }] of received.entries()) {
    for (const item of items(event)) touched.add(item);
    if (touched.size > itemLimit && index > 0) return index;
  }
  return received.length;
};

/** Folds and commits the records of one commit. A record that `step` rejects leaves the state unchanged. */
const foldOnce = async <E, S>(
  received: readonly Received<E>[],
  { items, load, step, commit }: Fold<E, S>,
): Promise<BatchOutcome<E> | 'conflict'> => {
  const events = received.map(({ event }) => event);
  const before = await load([...new Set(events.flatMap((event) => items(event)))], events);
  const after = new Map<string, S>();
  const parts = received.map((one): BatchOutcome<E> => {
    try {
      const { writes, emit } = step((item) => after.get(item) ?? before.get(item), one.event);
      for (const [item, state] of Object.entries(writes)) after.set(item, state);
      return batchOutcome(emit);
    } catch (thrown) {
      return { emit: [], failed: [], rejected: [{ received: one, cause: causeOf(thrown) }] };
    }
  });
  const writes = [...after].map(([item, state]) => ({ item, before: before.get(item), after: state }));
  if (writes.length > 0 && (await commit(writes)) === 'conflict') return 'conflict';
  return mergeOutcomes(parts);
};

const foldUntilCommitted = async <E, S>(
  received: readonly Received<E>[],
  spec: Fold<E, S>,
): Promise<BatchOutcome<E>> => {
  for (let attempt = 1; attempt <= conflictLimit; attempt += 1) {
    const outcome = await foldOnce(received, spec);
    if (outcome !== 'conflict') return outcome;
    if (attempt < conflictLimit) await spec.pause(attempt);
  }
  throw new TransientError(`Another writer won ${conflictLimit} races for the same items`);
};

/** Binds a fold to the batch driver. Commits follow one another in the order of the records. */
export const fold =
  <E, S>(spec: Fold<E, S>): Idiom<E> =>
  async (received) => {
    const parts: BatchOutcome<E>[] = [];
    let rest = received;
    while (rest.length > 0) {
      const head = headThatFits(rest, spec);
      const part = await processTogether(rest.slice(0, head), (some) => foldUntilCommitted(some, spec));
      parts.push(part);
      rest = rest.slice(head);
      const error = part.failed[0]?.error;
      if (error !== undefined) {
        parts.push({ emit: [], failed: rest.map((later) => ({ received: later, error })), rejected: [] });
        break;
      }
    }
    return mergeOutcomes(parts);
  };
