import { mergeOutcomes } from './batch-outcome.ts';
import type { DomainEvent } from './domain-event.ts';
import type { BatchOutcome, EventSink, Received } from './idiom.ts';

/** Why some of these events can never be emitted; undefined where all can. */
export const faultIn = (emit: readonly DomainEvent[], events: Pick<EventSink, 'faultOf'>): string | undefined => {
  for (const event of emit) {
    const fault = events.faultOf(event);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/**
 * Settles records, so that all they emit can be emitted. An event that never can be is a permanent fault of the record that causes it:
 * the records are settled again by halves, which by the law of the idioms changes nothing and emits the same, until that record
 * stands alone. It is rejected and emits nothing: its state is written, and its replay emits all of it.
 */
export const isolateInvalidEvents = async <E>(
  received: readonly Received<E>[],
  settle: (received: readonly Received<E>[]) => Promise<BatchOutcome<E>>,
  events: Pick<EventSink, 'faultOf'>,
): Promise<BatchOutcome<E>> => {
  const outcome = await settle(received);
  const cause = faultIn(outcome.emit, events);
  if (cause === undefined) return outcome;
  const [only, ...others] = received;
  if (only === undefined || others.length === 0) {
    const isOver = only === undefined || outcome.failed.length + outcome.rejected.length > 0;
    return { ...outcome, emit: [], ...(!isOver && { rejected: [{ received: only, cause }] }) };
  }
  const middle = Math.ceil(received.length / 2);
  const [head, tail] = [received.slice(0, middle), received.slice(middle)];
  const first = await isolateInvalidEvents(head, settle, events);
  const error = first.failed[0]?.error;
  // Behind a transient fault nothing is tried: keys keep their order.
  const failed = (one: Received<E>) => ({ received: one, error: error as NonNullable<typeof error> });
  if (error !== undefined) return mergeOutcomes([first, { emit: [], failed: tail.map(failed), rejected: [] }]);
  return mergeOutcomes([first, await isolateInvalidEvents(tail, settle, events)]);
};
