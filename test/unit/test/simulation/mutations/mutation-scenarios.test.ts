import { describe, expect, it } from 'vitest';
import { allInvariants } from '../../../../simulation/invariants/invariants.ts';
import { allMutations } from '../../../../simulation/mutations/all-mutations.ts';
import { mutationScenarioNamed, mutationScenarios } from '../../../../simulation/mutations/scenarios/all-scenarios.ts';
import { runOne } from '../../../../simulation/run/run-one.ts';
import { expectedEnds } from '../../../../simulation/scenarios/run-scenario.ts';

describe('scenarios of mutations', () => {
  it('are there', () => {
    const named = allMutations.flatMap(({ scenario }) => scenario ?? []);
    expect(named.filter((name) => mutationScenarioNamed(name) === undefined)).toEqual([]);
    expect(mutationScenarios.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
  });

  it.each(mutationScenarios)('$name: nothing is wrong with the code as it is', async (scenario) => {
    const { failure, world } = await runOne(scenario.plan, [...allInvariants(), expectedEnds(scenario)]);
    expect(failure).toBeUndefined();
    const injected = [...(world?.faults.injected.values() ?? [])].reduce((sum, times) => sum + times, 0);
    expect(injected).toBeGreaterThanOrEqual(Math.min(1, scenario.plan.faults.length));
  });
});
