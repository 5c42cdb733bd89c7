import type { DomainEvent } from './domain-event.ts';
import { EventsRefused } from './events-refused.ts';
import type { Deadline, EventSink } from './idiom.ts';
import { faultOfEvents } from './isolate-invalid-events.ts';

export interface Emission {
  readonly events: EventSink;
  readonly deadline: Deadline;
}

/**
 * Emits events in one send, but none of a piece of work that has an event that can never be emitted. Returns the work whose
 * events are emitted, and the fault of the rest. @throws {TransientError}
 */
export const emitValidEvents = async <W>(
  all: readonly W[],
  eventsOf: (work: W) => readonly DomainEvent[],
  { events, deadline }: Emission,
): Promise<{ readonly sound: readonly W[]; readonly faults: ReadonlyMap<W, string> }> => {
  const faults = new Map<W, string>();
  for (const work of all) {
    const fault = faultOfEvents(eventsOf(work), events);
    if (fault !== undefined) faults.set(work, fault);
  }
  const sound = all.filter((work) => !faults.has(work));
  const emit = sound.flatMap(eventsOf);
  try {
    if (emit.length > 0) await events.emit(emit, deadline);
  } catch (thrown) {
    if (!(thrown instanceof EventsRefused)) throw thrown;
    return emitValidEvents(all, eventsOf, { events: thrown.knownTo(events), deadline });
  }
  return { sound, faults };
};
