import type { EventSink } from './idiom.ts';

/**
 * Kafka will never take some events as they are, too large for one; all others of the send are emitted. A permanent fault of
 * whatever caused those events, and no fault of the rest.
 */
export class EventsRefused extends Error {
  override readonly name = 'EventsRefused';
  /** Why, by event id. */
  readonly causes: ReadonlyMap<string, string>;

  constructor(causes: ReadonlyMap<string, string>) {
    super([...causes.values()].join('; '));
    this.causes = causes;
  }

  /** The sink, which now knows the fault of these events before they are emitted. */
  knownTo(events: EventSink): EventSink {
    return {
      faultOf: (event) => this.causes.get(event.event_id) ?? events.faultOf(event),
      emit: (some, deadline) => events.emit(some, deadline),
    };
  }
}
