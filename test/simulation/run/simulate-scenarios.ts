import { scenarios } from '../scenarios/scenarios.ts';
import { hasHeld, type Varied } from '../scenarios/vary-scenario.ts';
import type { Task } from './messages.ts';
import { WorkerPool } from './worker-pool.ts';

const variations = 20;

type Vary = Extract<Task, { readonly kind: 'vary' }>;

/** Runs all scenarios, each with twenty latencies. */
export const simulateScenarios = async (workers: number): Promise<readonly Varied[]> => {
  const pool = new WorkerPool(workers);
  const left = scenarios.map(({ name }): Vary => ({ kind: 'vary', name, runs: variations }));
  const results: Varied[] = [];
  await pool.work<Vary>(
    () => left.shift(),
    (varied) => void results.push(varied),
    ({ run, message }, { name, runs }) => {
      const failure = { invariant: 'comes to an end', message };
      results.push({ name, runs, forced: 0, failures: [{ seed: run, failure }] });
    },
  );
  await pool.end();
  return results;
};

/** A line each, and what failed. */
export const scenariosText = (results: readonly Varied[]): string => {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.flatMap((varied) => [
    `${hasHeld(varied) ? '✓' : '✗'} ${varied.name.padEnd(width)}  forced in ${varied.forced} of ${varied.runs} runs`,
    ...varied.failures.map(({ seed, failure }) => `    seed ${seed}: ${failure.invariant}: ${failure.message}`),
  ]);
  const failed = results.filter((varied) => !hasHeld(varied)).length;
  return [...lines, '', failed === 0 ? `All ${results.length} scenarios held.` : `${failed} did not hold.`, ''].join(
    '\n',
  );
};
