import { crashCoverage } from './coverage.ts';
import type { FailedRun, Task } from './messages.ts';
import type { Schedule } from './schedule.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';
import type { WorkerPool } from './worker-pool.ts';

/** What was found so far. */
export interface Found {
  readonly tally: Tally;
  readonly failed: FailedRun[];
  /** Schedules that were run to crash where no schedule before had crashed. */
  forced: number;
  milliseconds: number;
}

type Run = Extract<Task, { readonly kind: 'run' }>;

export const lastSeed = 2_000_000_000;

/** Schedules that a worker is given at a time. */
const chunk = 10;
/** A crash on purpose may bring a function to where it has not been before. */
const mostRounds = 6;

const runAll = async (
  pool: Pick<WorkerPool, 'work'>,
  schedules: Iterator<Schedule>,
  found: Found,
  onProgress: (done: number) => void,
): Promise<void> => {
  const started = performance.now() - found.milliseconds;
  const take = (): Run | undefined => {
    const some: Schedule[] = [];
    while (some.length < chunk) {
      const next = schedules.next();
      if (next.done === true) break;
      some.push(next.value);
    }
    return some.length === 0 ? undefined : { kind: 'run', schedules: some };
  };
  await pool.work<Run>(
    take,
    ({ tally, failed }) => {
      addTally(found.tally, tally);
      found.failed.push(...failed);
      found.milliseconds = performance.now() - started;
      onProgress(found.tally.schedules);
    },
    (thrown, { schedules: some }) => {
      const [schedule] = some.slice(thrown.run);
      const stack = thrown.cause instanceof Error ? thrown.cause.stack : undefined;
      const failure = { invariant: 'comes to an end', message: thrown.message, ...(stack !== undefined && { stack }) };
      if (schedule !== undefined) found.failed.push({ schedule, failure });
    },
  );
};

function* seeds(from: number, count: number): Generator<Schedule> {
  for (let seed = from; seed < from + count; seed += 1) yield { seed };
}

/** For each crash point that was missed, a run that comes by, and crashes there: another one in each round. */
const forcing = (tally: Tally, round: number): readonly Schedule[] =>
  crashCoverage(tally)
    .flatMap(({ missed }) => missed)
    .flatMap(({ examples, ...point }) => {
      const example = examples[round % examples.length];
      return example === undefined ? [] : [{ ...example, crashes: [...(example.crashes ?? []), point] }];
    });

/** Runs seeds on all threads, then crashes on purpose where none of them did. What is found is there at any time. */
export const runSchedules = (
  pool: Pick<WorkerPool, 'work'>,
  { from, count }: { readonly from: number; readonly count: number },
  onProgress: (done: number) => void,
): { readonly found: Found; readonly done: Promise<void> } => {
  const found: Found = { tally: emptyTally(), failed: [], forced: 0, milliseconds: 0 };
  const run = async (): Promise<void> => {
    await runAll(pool, seeds(from, count), found, onProgress);
    for (let round = 0; round < mostRounds; round += 1) {
      const forced = forcing(found.tally, round);
      if (forced.length === 0) return;
      found.forced += forced.length;
      await runAll(pool, forced.values(), found, () => undefined);
    }
  };
  return { found, done: run() };
};
