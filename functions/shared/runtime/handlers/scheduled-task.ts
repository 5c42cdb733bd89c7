import type { EventType } from '../../../../schemas/generated/types.ts';
import type { Validators } from '../idioms/accepted-events.ts';
import type { Emission } from '../idioms/emit-valid-events.ts';

/** Does the due work and returns counts by metric name: `{ OrdersRepaired: 2 }`. */
type ScheduledTask = (run: Emission) => Promise<Readonly<Record<string, number>>>;

/** Scheduled work without its driver. */
export interface ScheduledWork<T extends EventType> {
  /** Validators of all events it emits, by type. */
  readonly emits: Validators<T>;
  readonly task: ScheduledTask;
}
