import type { Plan } from '../plan/plan.ts';
import type { Failure } from './run-one.ts';
import type { Tally } from './tally.ts';

/** What a worker is asked to do. */
export type Task =
  | { readonly kind: 'seeds'; readonly from: number; readonly count: number }
  | { readonly kind: 'replay'; readonly seed: number }
  | { readonly kind: 'shrink'; readonly seed: number; readonly invariant: string; readonly forMs: number };

export interface FailedSeed {
  readonly seed: number;
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
  readonly seeds: { readonly tally: Tally; readonly failed: readonly FailedSeed[] };
  readonly replay: { readonly story: readonly string[]; readonly failure?: Failure; readonly tally: Tally };
  readonly shrink: Shrunk;
}

export type ResultOf<T extends Task> = Results[T['kind']];

/** What workers share with whoever gives them work: the seed that they are at, so that one that hangs is known. */
export interface WorkerData {
  readonly at: SharedArrayBuffer;
}
