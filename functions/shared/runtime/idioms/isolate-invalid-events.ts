import { mergeOutcomes } from './batch-outcome.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, EventSink, Received } from './idiom.ts';

/** The reason why one of these events can never be emitted; undefined if all can. */
export const faultOfEvents = (emit: readonly DomainEvent[], events: Pick<EventSink, 'faultOf'>): string | undefined => {
  for (const event of emit) {
    const fault = events.faultOf(event);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/**
 * Processes records and rejects each one that causes an event that can never be emitted: bisects the batch, which is safe because
 * reprocessing changes no state and emits the same. The rejected record emits nothing; its state is written, and its replay
 * emits all of its events.
 */
export const isolateInvalidEvents = async <E>(
  received: readonly Received<E>[],
  process: (received: readonly Received<E>[]) => Promise<BatchOutcome<E>>,
  events: Pick<EventSink, 'faultOf'>,
): Promise<BatchOutcome<E>> => {
  const outcome = await process(received);
  const cause = faultOfEvents(outcome.emit, events);
  if (cause === undefined) return outcome;
  const [only, ...others] = received;
  if (only === undefined || others.length === 0) {
    const isOver = only === undefined || outcome.failed.length + outcome.rejected.length > 0;
    return { ...outcome, emit: [], ...(!isOver && { rejected: [{ received: only, cause }] }) };
  }
  const middle = Math.ceil(received.length / 2);
  const [head, tail] = [received.slice(0, middle), received.slice(middle)];
  const first = await isolateInvalidEvents(head, process, events);
  const error = first.failed[0]?.error;
  // Nothing is processed behind a transient error: keys keep their order.
  const failed = (one: Received<E>) => ({ received: one, error: error as NonNullable<typeof error> });
  if (error !== undefined) return mergeOutcomes([first, { emit: [], failed: tail.map(failed), rejected: [] }]);
  return mergeOutcomes([first, await isolateInvalidEvents(tail, process, events)]);
};
