import type { Action } from '../plan/plan.ts';
import { restored } from '../world/restore-payments.ts';
import { inOrder, logs, stores } from './facts.ts';
import { once, place, plainPlan, restore } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const charged = stores('gateway', { outcome: 'approved' });
const run = (at: number, more: object = {}): Action => ({
  ...{ kind: 'run', function: 'payment/reconcile', times: 1, at },
  ...more,
});

/** An hour after their end, ten minutes are compared: the first run notes where it begins. */
const early = run(500);
const compares = { compares: true };

/** What one of both books has lost. */
export const comparisonScenarios: readonly Scenario[] = [
  {
    name: 'charge that the gateway’s books have lost',
    about: 'The books of the gateway lose a charge; the comparison an hour later looks it up, and reports it',
    plan: plainPlan({
      actions: [
        early,
        place('one', ['A']),
        { kind: 'lose', order: 'one', at: 1_000, ...once('ORDER_PAID') },
        run(4_400_000, compares),
      ],
    }),
    happened: inOrder(charged, logs('gateway', 'loses the charge')),
    ends: { one: 'PAID' },
  },
  {
    name: 'charge that our books have lost',
    about: 'Days later the payments are restored without a charge; the comparison of its ten minutes reports it',
    plan: plainPlan({
      actions: [early, place('one', ['A']), restore('lost'), run(1_000, { ...compares, ...once(restored) })],
    }),
    happened: inOrder(charged, logs('operator', 'restores')),
    ends: { one: 'PAID' },
  },
];
