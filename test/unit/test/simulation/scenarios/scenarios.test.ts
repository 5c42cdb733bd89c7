import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action, Modes, Plan } from '../../../../simulation/plan/plan.ts';
import { runScenario } from '../../../../simulation/scenarios/run-scenario.ts';
import { scenarioNamed, scenarios } from '../../../../simulation/scenarios/scenarios.ts';
import { hasHeld, varyScenario } from '../../../../simulation/scenarios/vary-scenario.ts';

const withoutEvents = ({ events: _, invalid: __, ...modes }: Modes): Modes => modes;

/** Whatever a plan has besides plain orders forces its race. */
const plain = (plan: Plan): Plan => ({
  ...plan,
  modes: { ...withoutEvents(plan.modes), redelivered: 0, skewMs: 0, staleMs: 0 },
  actions: plan.actions.flatMap((action): readonly Action[] => {
    if (action.kind === 'place') return [{ ...action, token: 'tok_approve', lines: action.lines.slice(0, 2) }];
    return action.kind === 'adjust' ? [action] : [];
  }),
  faults: [],
});

describe('scenarios', () => {
  it('have names of their own', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });

  it('are in the documentation, as they are', () => {
    const documentation = readFileSync('docs/simulation.md', 'utf8').replace(/ +\|/g, ' |');
    const missing = scenarios.filter(({ name, about }) => !documentation.includes(`| ${name} | ${about} |`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  // `npm run simulate -- --scenarios` does so with twenty latencies each.
  it.each(scenarios)('$name: is forced, and holds', async (scenario) => {
    const { failure, missing } = await runScenario(scenario);
    expect({ failure, missing }).toEqual({});
  });

  it.each(scenarios)('$name: does not happen by itself', async (scenario) => {
    const { missing } = await runScenario({ ...scenario, plan: plain(scenario.plan), ends: {} });
    expect(missing).toBeDefined();
  });
});

describe('varyScenario', () => {
  const scenario = scenarioNamed('timeout that did charge');
  if (scenario === undefined) throw new Error('There is no such scenario');

  it('counts the runs in which a race took place, and reports failures', async () => {
    const held = await varyScenario(scenario, 2);
    expect(held).toEqual({ name: scenario.name, runs: 2, forced: 2, failures: [] });
    expect(hasHeld(held)).toBe(true);

    const missing = await varyScenario({ ...scenario, happened: () => 'nothing of the kind' }, 2);
    expect(missing).toMatchObject({ forced: 0, failures: [{ seed: 1 }, { seed: 2 }] });
    expect(hasHeld(missing)).toBe(false);

    const elsewhere = await varyScenario({ ...scenario, ends: { one: 'CANCELLED' } }, 1);
    expect(elsewhere.failures).toMatchObject([{ failure: { invariant: 'expected ends' } }]);
    expect(hasHeld(elsewhere)).toBe(false);
  });

  it('lets a race be missed now and then, and nothing else', () => {
    const runs = { name: 'some', runs: 20, forced: 19 };
    const failing = (invariant: string) => ({ ...runs, failures: [{ seed: 3, failure: { invariant, message: '' } }] });
    expect(hasHeld(failing('the race takes place'))).toBe(true);
    expect(hasHeld(failing('gateway books'))).toBe(false);
    expect(hasHeld({ ...failing('the race takes place'), forced: 17 })).toBe(false);
  });
});

describe('scenarioNamed', () => {
  it('finds one', () => {
    expect(scenarioNamed('ship and cancel at once')?.about).toMatch(/paid order/);
    expect(scenarioNamed('nothing of the kind')).toBeUndefined();
  });
});
