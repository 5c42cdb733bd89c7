import { batchOutcome, causeOf, mergeOutcomes, processTogether } from './batch-outcome.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Idiom, Received } from './idiom.ts';
import { TransientError } from './transient-error.ts';

/** One item as it was read and as it shall be. `before` is undefined where there was none. */
export interface Write<S> {
  readonly item: string;
  readonly before: S | undefined;
  readonly after: S;
}

/** What one event does: items to write (none when it was decided before) and what it makes the service say. */
interface Folded<S> {
  readonly writes: Readonly<Record<string, S>>;
  readonly emit: readonly DomainEvent[];
}

/**
 * For state with one writer per partition. The whole batch is folded in memory over items (rows, named by strings) and
 * committed in as few commits as fit. Outcomes are part of the items, so an event seen before is answered from them,
 * unchanged. A second writer (a zombie, a rebalance) makes `commit` answer `conflict`: the driver reads again and folds again.
 */
export interface Fold<E, S> {
  /** The names of all items that the event may read or write; at most `itemLimit`. */
  readonly items: (event: E) => readonly string[];
  /** Consistent read of items; those that do not exist are left out. @throws {TransientError} */
  readonly load: (items: readonly string[]) => Promise<ReadonlyMap<string, S>>;
  /** Pure. `read` answers an item as the events before left it. An error thrown here sends the event to the dead-letter queue. */
  readonly step: (read: (item: string) => S | undefined, event: E) => Folded<S>;
  /**
   * Each write on the condition that its item still is `before`; `conflict` where one was not. Writes that decide about each
   * other are made all or none; others may be made without them, if `load` then tells of them. @throws {TransientError}
   */
  readonly commit: (writes: readonly Write<S>[]) => Promise<'committed' | 'conflict'>;
  /** Items that one commit may read and write (one transaction of DynamoDB holds 100). */
  readonly itemLimit: number;
  /** Waits, after so many races lost in a row, until it is worth to read and fold again. */
  readonly pause: (lost: number) => Promise<void>;
}

/** Races lost in a row before the batch is left to another delivery. */
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

/** Folds and commits records of one commit. A record that `step` refuses leaves the state as it was. */
const foldOnce = async <E, S>(
  received: readonly Received<E>[],
  { items, load, step, commit }: Fold<E, S>,
): Promise<BatchOutcome<E> | 'conflict'> => {
  const before = await load([...new Set(received.flatMap(({ event }) => items(event)))]);
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
