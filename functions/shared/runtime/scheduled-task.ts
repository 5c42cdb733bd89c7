import type { EventType } from '../../../schemas/generated/types.ts';
import type { Validators } from './idioms/accepting.ts';
import type { Deadline, EventSink } from './idioms/batch.ts';

/** What a run has at hand. */
interface ScheduledRun {
  readonly events: EventSink;
  readonly deadline: Deadline;
}

/** Does what is due, and answers how much it did, by name of the metric: `{ OrdersRepaired: 2 }`. */
type ScheduledTask = (run: ScheduledRun) => Promise<Readonly<Record<string, number>>>;

/** Work that a schedule starts, but for its driver. */
export interface ScheduledWork<T extends EventType> {
  /** Validators of all events it emits, by type. */
  readonly emits: Validators<T>;
  readonly task: ScheduledTask;
}
