import type { Shrunk, Task } from './messages.ts';
import type { FailureGroup } from './summary.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Failures of different kinds that are shrunk at most. */
const most = 3;
const forMs = 60_000;

type Shrink = Extract<Task, { readonly kind: 'shrink' }>;

/** Shrinks one run of each of the failures that were met most often. */
export const shrinkFailures = async (
  pool: WorkerPool,
  failures: readonly FailureGroup[],
): Promise<readonly FailureGroup[]> => {
  const shrunk = new Map<string, Shrunk>();
  const tasks = failures
    .slice(0, most)
    .map(({ invariant, schedule }): Shrink => ({ kind: 'shrink', schedule, invariant, forMs }));
  await pool.work<Shrink>(
    () => tasks.shift(),
    (result, { invariant }) => void shrunk.set(invariant, result),
    // Then its story is of the plan as drawn.
    () => undefined,
  );
  return failures.map((failure) => {
    const found = shrunk.get(failure.invariant);
    return found === undefined ? failure : { ...failure, shrunk: found };
  });
};
