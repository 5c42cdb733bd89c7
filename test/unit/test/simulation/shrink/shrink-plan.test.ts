import { describe, expect, it } from 'vitest';
import { drawPlan } from '../../../../simulation/plan/draw-plan.ts';
import type { Action, FaultSpec, Plan } from '../../../../simulation/plan/plan.ts';
import { plainest } from '../../../../simulation/shrink/plainest.ts';
import { shrinkPlan } from '../../../../simulation/shrink/shrink-plan.ts';

type Placing = Extract<Action, { readonly kind: 'place' }>;

const placing = (order: string): Placing => ({
  ...{ kind: 'place', at: 1, order, user: 'user-0', token: 'tok_decline', repeatable: false, times: 2 },
  lines: [
    { sku: 'SKU-0', qty: 1 },
    { sku: 'SKU-1', qty: 3 },
    { sku: 'SKU-2', qty: 1 },
  ],
});
const fault = (name: string): FaultSpec => ({
  ...{ function: name, place: { nth: 1 }, kind: 'die-after', amount: 1, pick: 1 },
});

const whole: Plan = {
  seed: 10,
  modes: { ...plainest, partitions: 3, redelivered: 0.4, batch: 100, skewMs: 2_000, attempts: 3, replayDays: 5 },
  skus: ['SKU-0', 'SKU-1', 'SKU-2'].map((sku) => ({ sku, stock: 1, price: 1 })),
  actions: [
    placing('order-0'),
    placing('order-1'),
    { kind: 'cancel', order: 'order-1', at: 5 },
    { kind: 'cancel', order: 'order-0', at: 6 },
    { kind: 'rebalance', at: 3, group: 'any' },
  ],
  faults: ['order/saga', 'order/sweep', 'payment/charge'].map(fault),
};

const isPlacing = (action: Action): action is Placing => action.kind === 'place' && action.order === 'order-1';

/** It takes an order with a line of SKU-1, its cancel, one fault, and deliveries that are repeated. */
const failsAs = async ({ actions, faults, modes, skus }: Plan): Promise<boolean> =>
  actions.some((action) => isPlacing(action) && action.lines.some(({ sku }) => sku === 'SKU-1')) &&
  actions.some((action) => action.kind === 'cancel' && action.order === 'order-1') &&
  faults.some((spec) => spec.function === 'order/sweep') &&
  skus.some(({ sku }) => sku === 'SKU-1') &&
  modes.redelivered > 0;

describe('shrinkPlan', () => {
  it('takes out everything that is not needed, and makes the rest plain', async () => {
    const least = await shrinkPlan(whole, { fails: failsAs, timeIsOver: () => false });
    expect(least).toEqual({
      seed: 10,
      modes: { ...plainest, redelivered: 0.4 },
      skus: [{ sku: 'SKU-1', stock: 1, price: 1 }],
      actions: [
        {
          ...{
            kind: 'place',
            at: 1,
            order: 'order-1',
            user: 'user-0',
            token: 'tok_approve',
            repeatable: true,
            times: 1,
          },
          lines: [{ sku: 'SKU-1', qty: 1 }],
        },
        { kind: 'cancel', order: 'order-1', at: 5 },
      ],
      faults: [fault('order/sweep')],
    });
  });

  it('tries other chances where a smaller plan hides the failure', async () => {
    const fails = async (plan: Plan) => (await failsAs(plan)) && (plan.faults.length === 3 || plan.seed === 12);
    const least = await shrinkPlan(whole, { fails, timeIsOver: () => false });
    expect([least.seed, least.faults.length]).toEqual([12, 1]);
  });

  it('answers a plan that fails when its time is over', async () => {
    for (const most of [0, 1, 5, 20]) {
      let runs = 0;
      const fails = async (plan: Plan) => {
        runs += 1;
        return failsAs(plan);
      };
      const least = await shrinkPlan(whole, { fails, timeIsOver: () => runs >= most });
      expect(await failsAs(least)).toBe(true);
      expect(runs).toBeLessThanOrEqual(most + 1);
    }
  });

  it('empties a plan that always fails', async () => {
    const least = await shrinkPlan(drawPlan(3), { fails: async () => true, timeIsOver: () => false });
    expect(least).toEqual({ seed: 3, modes: plainest, skus: [], actions: [], faults: [] });
  });
});
