import type { DomainEvent } from './domain-event.ts';

/** One item as it was read and as it shall be. `before` is undefined where there was none. */
export interface Write<S> {
  readonly item: string;
  readonly before: S | undefined;
  readonly after: S;
}

/** What one event does: items to write (none when it was decided before) and what it makes the service say. */
export interface Folded<S> {
  readonly writes: Readonly<Record<string, S>>;
  readonly emit: readonly DomainEvent[];
}

/**
 * For state with one writer per partition. The whole batch is folded in memory over items (rows, named by strings) and
 * committed in as few transactions as fit. Outcomes are part of the items, so an event seen before is answered from them,
 * unchanged. A second writer (a zombie, a rebalance) makes `commit` answer `conflict`: the driver reads again and folds again.
 */
export interface Fold<E, S> {
  /** The names of all items that the event may read or write; at most `transactionLimit`. */
  readonly items: (event: E) => readonly string[];
  /** Consistent read of items; those that do not exist are left out. @throws {TransientError} */
  readonly load: (items: readonly string[]) => Promise<ReadonlyMap<string, S>>;
  /** Pure. `read` answers an item as the events before left it. An error thrown here sends the event to the dead-letter queue. */
  readonly step: (read: (item: string) => S | undefined, event: E) => Folded<S>;
  /** All or nothing, each write on the condition that its item still is `before`. @throws {TransientError} */
  readonly commit: (writes: readonly Write<S>[]) => Promise<'committed' | 'conflict'>;
  /** Items one transaction may hold (DynamoDB: 100). */
  readonly transactionLimit: number;
}
