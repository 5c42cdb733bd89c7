import { plainPlan, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const saga = 'order/saga';
const lines = 'order-saga.inventory';
const reserve = 'Update orders SAGA SET due_shard, due_at ADD reserved';
const reject = 'Update orders SAGA SET due_shard, due_at ADD rejected';
const end = 'Update orders SAGA SET status, reached_* REMOVE due_shard IF status IN (…)';

const zombie = wrong(saga, reserve, 'freeze-before', { amount: 25_000 });

/** A zombie, whose own event is acknowledged long since, cancels an order by what he finds in its record, and dies before he speaks. */
export const cancelScenarios: readonly MutationScenario[] = [
  {
    name: 'stored cancel made by one who dies',
    plan: plainPlan({
      actions: [
        order(),
        { kind: 'rebalance', at: 5_000, group: lines },
        { kind: 'hold', at: 12_000, group: 'order-saga.orders', forMs: 60_000 },
        { kind: 'cancel', order: 'one', at: 18_000 },
      ],
      // Paid is another of these steps.
      faults: [zombie, wrong(saga, end, 'die-after', { occurrence: 2 })],
    }),
  },
  {
    name: 'order with a refused line cancelled by one who dies',
    plan: plainPlan({
      modes: { batch: 1 },
      actions: [
        order({
          lines: [
            { sku: 'B', qty: 1 },
            { sku: 'A', qty: 99 },
          ],
        }),
        { kind: 'rebalance', at: 2_300, group: lines },
        { kind: 'hold', at: 2_420, group: lines, forMs: 40_000 },
      ],
      faults: [zombie, wrong(saga, reject, 'die-after'), wrong(saga, end, 'die-after')],
    }),
  },
];
