import type { Action, Plan } from '../plan/plan.ts';
import { fewest } from './fewest.ts';
import { plainerPlans } from './plainest.ts';

export interface Shrinking {
  /** Whether a run of the plan fails as that of the whole plan did. */
  readonly fails: (plan: Plan) => Promise<boolean>;
  readonly timeIsOver: () => boolean;
}

const orderOf = (action: Action): string | undefined => ('order' in action ? action.order : undefined);

const ordersOf = ({ actions }: Plan): readonly string[] => [
  ...new Set(actions.map(orderOf).filter((order) => order !== undefined)),
];

const withOrders = (plan: Plan, orders: readonly string[]): Plan => ({
  ...plan,
  actions: plan.actions.filter((action) => {
    const order = orderOf(action);
    return order === undefined || orders.includes(order);
  }),
});

type Pass = (plan: Plan, fails: Shrinking['fails']) => Promise<Plan>;

const fewerOrders: Pass = async (plan, fails) =>
  withOrders(plan, await fewest(ordersOf(plan), (some) => fails(withOrders(plan, some))));

const fewerFaults: Pass = async (plan, fails) => ({
  ...plan,
  faults: await fewest(plan.faults, (faults) => fails({ ...plan, faults })),
});

const fewerActions: Pass = async (plan, fails) => ({
  ...plan,
  actions: await fewest(plan.actions, (actions) => fails({ ...plan, actions })),
});

const fewerLines: Pass = async (plan, fails) => {
  let least = plan;
  for (const [index, action] of plan.actions.entries()) {
    if (action.kind !== 'place' || action.lines.length < 2) continue;
    const before = least;
    const withLines = (lines: typeof action.lines): Plan => ({
      ...before,
      actions: before.actions.with(index, { ...action, lines }),
    });
    least = withLines(await fewest(action.lines, async (lines) => lines.length > 0 && fails(withLines(lines))));
  }
  return least;
};

const fewerSkus: Pass = async (plan, fails) => ({
  ...plan,
  skus: await fewest(plan.skus, (skus) => fails({ ...plan, skus })),
});

const plainer: Pass = async (plan, fails) => {
  for (const next of plainerPlans(plan)) if (await fails(next)) return plainer(next, fails);
  return plan;
};

const passes: readonly Pass[] = [fewerFaults, fewerOrders, fewerActions, fewerLines, fewerSkus, plainer];

/**
 * The least of a plan that still fails in the same way, or as far as there is time. What is taken out changes when the rest
 * happens, so that a failure may hide: then the same plan is tried with other chances as well.
 */
export const shrinkPlan = async (plan: Plan, { fails, timeIsOver }: Shrinking): Promise<Plan> => {
  let least = plan;
  for (const seeds of [1, 6]) {
    for (let before: Plan | undefined; before !== least && !timeIsOver(); ) {
      before = least;
      for (const pass of passes) {
        let seed = least.seed;
        const failsWithSome = async (candidate: Plan): Promise<boolean> => {
          for (let more = 0; more < seeds && !timeIsOver(); more += 1) {
            if (!(await fails({ ...candidate, seed: seed + more }))) continue;
            seed += more;
            return true;
          }
          return false;
        };
        const next = { ...(await pass(least, failsWithSome)), seed };
        if (JSON.stringify(next) !== JSON.stringify(least)) least = next;
      }
    }
  }
  return least;
};
