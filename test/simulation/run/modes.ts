import { interruptedExitCode } from '../../../bin/commands/interruption.ts';
import { mutationsText } from '../mutations/mutations-text.ts';
import type { CrashPoint } from '../plan/crash-point.ts';
import { hasHeld } from '../scenarios/vary-scenario.ts';
import type { Results } from './messages.ts';
import { replayText } from './replay-text.ts';
import { reportText } from './report-text.ts';
import { simulateMutations } from './simulate-mutations.ts';
import { scenariosText, simulateScenarios } from './simulate-scenarios.ts';
import { simulateSeeds } from './simulate-seeds.ts';
import { hasPassed } from './summary.ts';

export interface Options {
  readonly seeds?: number;
  readonly seed?: number;
  readonly crash: readonly CrashPoint[];
  readonly scenario?: string;
  readonly scenarios: boolean;
  /** True without a name. */
  readonly mutations?: string | true;
  readonly workers: number;
  readonly json: boolean;
}

const print = (json: boolean, value: unknown, text: string): void => {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text);
};

/** One run. */
export const log = (json: boolean, replayed: Results['replay']): number => {
  print(json, replayed, replayText(replayed));
  return replayed.failure === undefined ? 0 : 1;
};

/** Schedules of many seeds. */
export const run = async (count: number, { seed, workers, json }: Options): Promise<number> => {
  const { interrupted, ...summary } = await simulateSeeds({ count, workers, ...(seed !== undefined && { seed }) });
  print(json, summary, reportText(summary));
  if (interrupted) return interruptedExitCode;
  return hasPassed(summary) ? 0 : 1;
};

/** Protections taken away. */
export const mutations = async (
  only: string | true,
  { seeds = 10_000, seed, workers, json }: Options,
): Promise<number> => {
  const results = await simulateMutations({
    ...{ seeds, workers },
    ...(only !== true && { only }),
    ...(seed !== undefined && { seed }),
  });
  print(json, results, mutationsText(results));
  return results.length > 0 && results.every(({ caught }) => caught !== undefined) ? 0 : 1;
};

/** All races that are forced on purpose. */
export const allScenarios = async ({ workers, json }: Options): Promise<number> => {
  const results = await simulateScenarios(workers);
  print(json, results, scenariosText(results));
  return results.every(hasHeld) ? 0 : 1;
};
