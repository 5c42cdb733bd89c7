import type { Emission } from './emit-valid-events.ts';
import { EventsRefused } from './events-refused.ts';
import type { BatchOutcome, Received } from './idiom.ts';
import { isolateInvalidEvents } from './isolate-invalid-events.ts';

/**
 * Processes records and emits their events in one send. If Kafka can never accept one of the events, processes the records
 * again and rejects only the record that causes it.
 * @returns the outcome, and the error that kept its events from being emitted, if any.
 */
export const processAndEmit = async <E>(
  received: readonly Received<E>[],
  process: (received: readonly Received<E>[]) => Promise<BatchOutcome<E>>,
  { events, deadline }: Emission,
): Promise<{ readonly outcome: BatchOutcome<E>; readonly notEmitted?: unknown }> => {
  const outcome = await isolateInvalidEvents(received, process, events);
  try {
    if (outcome.emit.length > 0) await events.emit(outcome.emit, deadline);
    return { outcome };
  } catch (thrown) {
    if (!(thrown instanceof EventsRefused)) return { outcome, notEmitted: thrown };
    return processAndEmit(received, process, { events: thrown.knownTo(events), deadline });
  }
};
