import type { Action, Modes, Plan } from '../plan/plan.ts';

/** Modes as they are when nothing is made worse. */
export const plainest: Modes = {
  partitions: 1,
  redelivered: 0,
  skewMs: 0,
  staleMs: 0,
  networkMs: 5,
  lateMs: 0,
  allowance: { burst: 20, refillMs: 10_000 },
  provider: 'log',
  bystanders: false,
  batch: 1,
};

type Placing = Extract<Action, { readonly kind: 'place' }>;

/** How an order is placed more plainly, one thing at a time. */
const plainer = (placing: Placing): readonly Partial<Placing>[] => [
  { times: 1 },
  { token: 'tok_approve' },
  { repeatable: true },
  { lines: placing.lines.map((line) => ({ ...line, qty: 1 })) },
];

/** Without those that are defaults. */
const usual = (modes: Modes): Modes => {
  const { attempts, replayDays, replays, events, stripe, invalid, ...others } = modes;
  return others;
};

/** The plan with one thing plainer: a mode, or something of an action. Those alone that differ from it. */
export const plainerPlans = (plan: Plan): readonly Plan[] => {
  const modes = [
    usual(plan.modes),
    ...Object.entries(plainest).map(([name, value]) => ({ ...plan.modes, [name]: value })),
  ];
  const plans: Plan[] = modes.map((changed) => ({ ...plan, modes: changed }));
  for (const [index, action] of plan.actions.entries()) {
    if (action.kind !== 'place') continue;
    for (const change of plainer(action))
      plans.push({ ...plan, actions: plan.actions.with(index, { ...action, ...change }) });
  }
  const before = JSON.stringify(plan);
  return plans.filter((other) => JSON.stringify(other) !== before);
};
