import { itemOf } from '../invariants/changed-items.ts';
import { allInvariants } from '../invariants/invariants.ts';
import { type Require, requireThat } from '../invariants/require-that.ts';
import { type Failure, runOne } from '../run/run-one.ts';
import type { Watcher } from '../world/run-plan.ts';
import { Journal } from './journal.ts';
import type { Scenario } from './scenario.ts';

const require: Require = requireThat('expected ends');

/** Drained, orders are where the scenario expects them. */
export const expectedEnds = ({ ends = {} }: Pick<Scenario, 'ends'>): Watcher => ({
  end: (world) => {
    for (const [name, expected] of Object.entries(ends)) {
      const [known] = world.clients.orders.get(name) ?? [];
      const key = { order_id: known?.orderId ?? '', part: 'ORDER' };
      const status = itemOf<{ readonly status?: string }>(world, 'orders', key)?.status;
      require(status === expected, () => `Order ${name} is ${status}, not ${expected}`);
    }
  },
});

export interface ScenarioRun {
  /** What did not hold. */
  readonly failure?: Failure;
  /** Why the race did not take place, where it did not. */
  readonly missing?: string;
  readonly journal: Journal;
}

/** Runs a scenario under all invariants. @param watchers those who listen as well. */
export const runScenario = async (scenario: Scenario, watchers: readonly Watcher[] = []): Promise<ScenarioRun> => {
  const journal = new Journal();
  const all = [journal.watcher, ...watchers, ...allInvariants(), expectedEnds(scenario)];
  const { failure } = await runOne(scenario.plan, all, journal.log);
  const missing = failure === undefined ? scenario.happened(journal) : undefined;
  return { journal, ...(failure && { failure }), ...(missing !== undefined && { missing }) };
};
