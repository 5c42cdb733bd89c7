import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, Received } from './idiom.ts';
import { TransientError } from './transient-error.ts';

/** The thrown value on one line, for a log or a header. */
export const causeOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);

export const batchOutcome = <E>(emit: readonly DomainEvent[] = []): BatchOutcome<E> => ({
  emit,
  failed: [],
  rejected: [],
});

export const mergeOutcomes = <E>(parts: readonly BatchOutcome<E>[]): BatchOutcome<E> => ({
  emit: parts.flatMap(({ emit }) => emit),
  failed: parts.flatMap(({ failed }) => failed),
  rejected: parts.flatMap(({ rejected }) => rejected),
});

/**
 * Processes records together. After a defect (anything but a {@link TransientError}) it processes them one by one in their
 * order, so that only the record at fault is rejected; after a transient error the records behind it fail unprocessed.
 */
export const processTogether = async <E>(
  received: readonly Received<E>[],
  process: (received: readonly Received<E>[]) => Promise<BatchOutcome<E>>,
): Promise<BatchOutcome<E>> => {
  try {
    return await process(received);
  } catch (thrown) {
    if (thrown instanceof TransientError) {
      return { emit: [], failed: received.map((one) => ({ received: one, error: thrown })), rejected: [] };
    }
    const [only, ...others] = received;
    if (only === undefined) throw thrown;
    if (others.length === 0) return { emit: [], failed: [], rejected: [{ received: only, cause: causeOf(thrown) }] };
  }
  return processOneByOne(received, process);
};

/** Processes records one after the other; after a transient error the records behind it fail unprocessed. */
export const processOneByOne = async <E>(
  received: readonly Received<E>[],
  process: (received: readonly Received<E>[]) => Promise<BatchOutcome<E>>,
): Promise<BatchOutcome<E>> => {
  const parts: BatchOutcome<E>[] = [];
  for (const [index, one] of received.entries()) {
    const part = await processTogether([one], process);
    parts.push(part);
    const error = part.failed[0]?.error;
    if (error !== undefined) {
      const unprocessed = received.slice(index + 1).map((later) => ({ received: later, error }));
      parts.push({ emit: [], failed: unprocessed, rejected: [] });
      break;
    }
  }
  return mergeOutcomes(parts);
};
