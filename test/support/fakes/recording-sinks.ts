import type { DomainEvent } from '../../../functions/shared/runtime/idioms/domain-event.ts';
import { EventsRefused } from '../../../functions/shared/runtime/idioms/events-refused.ts';
import type {
  BatchObserver,
  DeadLetter,
  DeadLetterSink,
  EventSink,
} from '../../../functions/shared/runtime/idioms/idiom.ts';
import type { FailedRange, LastErrors } from '../../../functions/shared/runtime/idioms/last-errors.ts';

/** Records emitted events by send; fails as scripted. */
export class RecordingEvents implements EventSink {
  readonly sends: (readonly DomainEvent[])[] = [];
  fault: Error | undefined;
  /** Faults of invalid events by event id. */
  readonly invalid = new Map<string, string>();

  /** Causes of events that Kafka refuses, by event id. */
  readonly refused = new Map<string, string>();

  faultOf({ event_id }: DomainEvent): string | undefined {
    return this.invalid.get(event_id);
  }

  async emit(events: readonly DomainEvent[]): Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    for (const event of events) if (this.faultOf(event) !== undefined) throw new TypeError(this.faultOf(event));
    const refused = events.filter(({ event_id }) => this.refused.has(event_id));
    const taken = events.filter((event) => !refused.includes(event));
    if (taken.length > 0) this.sends.push(taken);
    const causes = refused.map(({ event_id }) => [event_id, this.refused.get(event_id) ?? ''] as const);
    if (causes.length > 0) throw new EventsRefused(new Map(causes));
  }
}

/** Records dead-lettered records; fails as scripted. */
export class RecordingDeadLetters implements DeadLetterSink {
  readonly letters: DeadLetter[] = [];
  fault: Error | undefined;

  async deadLetter(letters: readonly DeadLetter[]): Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    this.letters.push(...letters);
  }
}

/** Records the errors of failed records. */
export class RecordingLastErrors implements LastErrors {
  readonly ranges: FailedRange[] = [];

  async keep(failed: readonly FailedRange[]): Promise<void> {
    this.ranges.push(...failed);
  }
}

export const silentObserver: BatchObserver = {
  received: () => undefined,
  processed: () => undefined,
  deadLettered: () => undefined,
  failed: () => undefined,
};
