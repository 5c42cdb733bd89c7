import { allInvariants } from '../invariants/invariants.ts';
import { drawPlan } from '../plan/draw-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type Failure, runOne } from '../run/run-one.ts';
import { expectedEnds } from '../scenarios/run-scenario.ts';
import type { Watcher } from '../world/run-plan.ts';
import { bounded } from './bounded.ts';
import { mutationScenarioNamed } from './scenarios/all-scenarios.ts';

/** Where a mutation is looked for. */
export interface Hunt {
  /** The scenario that comes first. */
  readonly scenario?: string;
  readonly from: number;
  readonly seeds: number;
}

/** Where a mutation was caught, and by what. */
export interface Catch {
  readonly scenario?: string;
  /** Of how many random schedules it was the last. */
  readonly seeds?: number;
  readonly seed?: number;
  readonly failure: Failure;
}

const failureIn = async (plan: Plan, watchers: readonly Watcher[] = []): Promise<Failure | undefined> =>
  (await runOne(plan, [bounded(), ...allInvariants(), ...watchers])).failure;

const failureInScenario = async (name: string): Promise<Failure | undefined> => {
  const scenario = mutationScenarioNamed(name);
  if (scenario === undefined) throw new RangeError(`There is no scenario "${name}"`);
  return failureIn(scenario.plan, [expectedEnds(scenario)]);
};

/** Runs the scenario, then one schedule after the other, until something is not as it should be. @param at called with each run. */
export const hunt = async ({ scenario, from, seeds }: Hunt, at: (run: number) => void): Promise<Catch | undefined> => {
  at(0);
  if (scenario !== undefined) {
    const failure = await failureInScenario(scenario);
    if (failure !== undefined) return { scenario, failure };
  }
  for (let run = 1; run <= seeds; run += 1) {
    at(run);
    const seed = from + run - 1;
    const failure = await failureIn(drawPlan(seed));
    if (failure !== undefined) return { seeds: run, seed, failure };
  }
  return undefined;
};
