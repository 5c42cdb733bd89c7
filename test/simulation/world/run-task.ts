import type { FunctionPool } from './function-pool.ts';
import type { ScheduledFunction } from './schedules.ts';

interface Means {
  readonly pool: FunctionPool;
  readonly log: (who: string, what: () => string) => void;
}

/** Starts a function of a schedule, as the schedule does. */
export const runTask = ({ pool, log }: Means, name: ScheduledFunction): void =>
  pool.invoke(name, async ({ runTask: task }, deadline) => task?.(deadline), {
    answered: () => undefined,
    failed: (why) => log(name, () => `fails: ${String(why)}`),
  });
