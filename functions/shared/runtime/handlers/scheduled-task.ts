import type { EventType } from '../../../../schemas/generated/types.ts';
import type { Validators } from '../idioms/accepted-events.ts';
import type { Emission } from '../idioms/emit-valid-events.ts';

/** Does what is due, and answers how much it did, by name of the metric: `{ OrdersRepaired: 2 }`. */
type ScheduledTask = (run: Emission) => Promise<Readonly<Record<string, number>>>;

/** Work that a schedule starts, but for its driver. */
export interface ScheduledWork<T extends EventType> {
  /** Validators of all events it emits, by type. */
  readonly emits: Validators<T>;
  readonly task: ScheduledTask;
}
