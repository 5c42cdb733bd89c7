import type { Plan } from '../plan/plan.ts';
import type { Varied } from '../scenarios/vary-scenario.ts';
import type { Failure } from './run-one.ts';
import type { Schedule } from './schedule.ts';
import type { Tally } from './tally.ts';

/** What a worker is asked to do. */
export type Task =
  | { readonly kind: 'run'; readonly schedules: readonly Schedule[] }
  | { readonly kind: 'replay'; readonly schedule: Schedule }
  /** A scenario by its name, so often, with other latencies. */
  | { readonly kind: 'vary'; readonly name: string; readonly runs: number }
  | { readonly kind: 'shrink'; readonly schedule: Schedule; readonly invariant: string; readonly forMs: number };

export interface FailedRun {
  readonly schedule: Schedule;
  readonly failure: Failure;
}

/** A plan that has been shrunk, and what happens in its run. */
export interface Shrunk {
  readonly plan: Plan;
  readonly story: readonly string[];
  /** Runs that it took. */
  readonly runs: number;
}

/** What a task comes to, by its kind. */
export interface Results {
  readonly run: { readonly tally: Tally; readonly failed: readonly FailedRun[] };
  readonly replay: { readonly story: readonly string[]; readonly failure?: Failure };
  readonly shrink: Shrunk;
  readonly vary: Varied;
}

export type ResultOf<T extends Task> = Results[T['kind']];

/** What a worker shares with its pool: a number that changes with each run, so that one that hangs is known. */
export interface WorkerData {
  readonly at: SharedArrayBuffer;
}
