import { plainPlan, sending, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const saga = 'order/saga';
const lines = 'order-saga.inventory';
const reserve = 'Update orders SAGA SET due_shard, due_at ADD reserved';
const reject = 'Update orders SAGA SET due_shard, due_at ADD rejected';
const step = 'Update orders SAGA SET status, reached_*';

const zombie = wrong(saga, reserve, 'freeze-before', { amount: 25_000 });

/** A zombie, whose own event is acknowledged long since, cancels an order by what he finds in its record, and dies before he speaks. */
export const cancelScenarios: readonly MutationScenario[] = [
  {
    name: 'unpublished cancel made by an invocation that crashes',
    plan: plainPlan({
      actions: [order(), { kind: 'rebalance', at: 5_000, group: lines }, { kind: 'cancel', order: 'one', at: 18_000 }],
      faults: [
        zombie,
        sending('order/requests', 'orders.created', 'send refused', { times: 50 }),
        // Being processed and paid are the steps before.
        wrong(saga, step, 'die-after', { occurrence: 3 }),
      ],
    }),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'order with a refused line cancelled by an invocation that crashes',
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
      faults: [zombie, wrong(saga, reject, 'die-after'), wrong(saga, step, 'die-after')],
    }),
  },
];
