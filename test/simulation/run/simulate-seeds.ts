import { randomInt } from 'node:crypto';
import { interruption } from '../../../bin/commands/interruption.ts';
import { progressBar } from '../../../bin/commands/progress.ts';
import { lastSeed, runSchedules } from './run-schedules.ts';
import { shrinkFailures } from './shrink-failures.ts';
import { grouped, type Summary, summaryOf } from './summary.ts';
import { WorkerPool } from './worker-pool.ts';

interface Options {
  readonly count: number;
  /** The first seed; any, where it is not given. */
  readonly seed?: number;
  readonly workers: number;
}

/** Runs schedules on all threads and shrinks what fails, until it is interrupted. */
export const simulateSeeds = async (options: Options): Promise<Summary & { readonly interrupted: boolean }> => {
  const { count, workers, seed = randomInt(lastSeed - count) } = options;
  process.stderr.write(`${count} schedules from seed ${seed}\n`);
  const pool = new WorkerPool(workers);
  const bar = progressBar('schedules', count);
  const { found, done } = runSchedules(pool, { from: seed, count }, bar.update);
  const { stopRequested, dispose } = interruption();
  const interrupted = await Promise.race([done.then(() => false), stopRequested.then(() => true)]);
  bar.stop();
  const failures = grouped(found.failed);
  const shrunk = () => Promise.race([shrinkFailures(pool, failures), stopRequested.then(() => failures)]);
  if (failures.length > 0 && !interrupted) process.stderr.write('shrinking what failed …\n');
  const summary = summaryOf(found, seed, interrupted ? failures : await shrunk());
  await pool.end();
  dispose();
  return { ...summary, interrupted };
};
