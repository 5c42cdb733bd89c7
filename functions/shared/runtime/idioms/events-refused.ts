import type { EventSink } from './idiom.ts';

/**
 * Kafka will never accept some events as they are, for example because of their size; all others of the send are emitted. A
 * permanent fault of the records that caused those events, not of the rest.
 */
export class EventsRefused extends Error {
  override readonly name = 'EventsRefused';
  /** Causes by event id. */
  readonly causes: ReadonlyMap<string, string>;

  constructor(causes: ReadonlyMap<string, string>) {
    super([...causes.values()].join('; '));
    this.causes = causes;
  }

  /** The sink, which reports the fault of these events before it emits any. */
  knownTo(events: EventSink): EventSink {
    return {
      faultOf: (event) => this.causes.get(event.event_id) ?? events.faultOf(event),
      emit: (some, deadline) => events.emit(some, deadline),
    };
  }
}
