import type { Crew } from './crew.ts';
import type { FailedSeed, Task } from './messages.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

export interface Found {
  readonly tally: Tally;
  readonly failed: readonly FailedSeed[];
  readonly milliseconds: number;
}

type Seeds = Extract<Task, { readonly kind: 'seeds' }>;

/** Seeds that are given to a worker at a time. */
const chunk = 10;

/** Runs seeds on all threads. What was found so far is there at any time, also when the crew is ended before. */
export const runSeeds = (
  crew: Crew,
  { from, count }: { readonly from: number; readonly count: number },
  onProgress: (done: number) => void,
): { readonly found: () => Found; readonly done: Promise<void> } => {
  const started = performance.now();
  const tally = emptyTally();
  const failed: FailedSeed[] = [];
  let [next, last] = [from, started];
  const take = (): Seeds | undefined => {
    if (next >= from + count) return undefined;
    const task = { kind: 'seeds', from: next, count: Math.min(chunk, from + count - next) } as const;
    next += task.count;
    return task;
  };
  const done = crew.work<Seeds>(
    take,
    (result) => {
      addTally(tally, result.tally);
      failed.push(...result.failed);
      last = performance.now();
      onProgress(tally.schedules);
    },
    (broken) => {
      const stack = broken.cause instanceof Error ? broken.cause.stack : undefined;
      const failure = { invariant: broken.message, message: 'The thread broke down', ...(stack && { stack }) };
      failed.push({ seed: broken.seed, failure });
    },
  );
  return { found: () => ({ tally, failed, milliseconds: last - started }), done };
};
