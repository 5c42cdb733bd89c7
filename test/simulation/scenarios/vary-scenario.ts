import type { Failure } from '../run/run-one.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario came to with other latencies. */
export interface Varied {
  readonly name: string;
  readonly runs: number;
  /** Runs in which the race took place. */
  readonly forced: number;
  /** Something that did not hold, or is missing from a race. */
  readonly failures: readonly { readonly seed: number; readonly failure: Failure }[];
}

/** Of the runs of a scenario, those that have to force it: chance may spare one in ten. */
const mostlyForced = ({ runs, forced }: Varied): boolean => forced >= 0.9 * runs;

export const hasHeld = (varied: Varied): boolean =>
  mostlyForced(varied) && varied.failures.every(({ failure }) => failure.invariant === notForced);

const notForced = 'the race takes place';

/** Runs a scenario with the latencies of seeds from one on. @param began called with each run. */
export const varyScenario = async (
  scenario: Scenario,
  runs: number,
  began: (run: number) => void = () => undefined,
): Promise<Varied> => {
  const failures: { readonly seed: number; readonly failure: Failure }[] = [];
  let forced = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    began(seed);
    const { failure, missing } = await runScenario({ ...scenario, plan: { ...scenario.plan, seed } });
    if (failure !== undefined) failures.push({ seed, failure });
    else if (missing !== undefined) failures.push({ seed, failure: { invariant: notForced, message: missing } });
    else forced += 1;
  }
  return { name: scenario.name, runs, forced, failures };
};
