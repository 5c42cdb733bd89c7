import { all, by, emits, inOrder, logs, refused, stores, writes } from './facts.ts';
import { deaf, once, place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const cancelled = stores('orders', { part: 'ORDER', status: 'CANCELLED' });

/** Orders that stand too long. */
export const sweepScenarios: readonly Scenario[] = [
  {
    name: 'two sweeps at once',
    about: 'Runs of the schedule find the same order due, whose payment no consumer receives',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        deaf('payment-charge.orders', 400_000, once('ORDER_PROCESSING')),
        { kind: 'run', function: 'order/sweep', at: 124_000, times: 4 },
      ],
    }),
    happened: all(
      inOrder(by('order/sweep', emits('ORDER_PROCESSING')), emits('ORDER_PAID')),
      refused('order/sweep', 'Update orders ORDER SET due_shard', writes('orders')),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'sweep crashes before it emits a cancelled order',
    about:
      'An order whose payment no consumer receives is cancelled, and the sweep that did it crashes before it emits',
    plan: plainPlan({
      actions: [place('one', ['A']), deaf('payment-charge.orders', 1_500_000, once('ORDER_PROCESSING'))],
      faults: [wrong('order/sweep', 'Update orders ORDER SET status', 'die-after')],
    }),
    happened: inOrder(
      by('order/sweep', cancelled),
      logs('order/sweep', 'dies: after Update'),
      by('order/sweep', emits('ORDER_CANCELLED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'deadlines fire late',
    about: 'No sweep runs for half an hour: an order past its deadline is cancelled late, and paid too late',
    plan: plainPlan({
      actions: [place('one', ['A']), deaf('payment-charge.orders', 3_000_000, once('ORDER_PROCESSING'))],
      faults: [wrong('order/sweep', 'Query', 'die-before', { times: 25 })],
    }),
    happened: all(
      inOrder(
        logs('order/sweep', 'dies'),
        {
          what: 'gives the order up late',
          is: (entry) => entry.at > 1_200_000 && by('order/sweep', emits('ORDER_CANCELLED')).is(entry),
        },
        stores('payments', { state: 'PAID' }),
        stores('payments', { state: 'REFUNDED' }),
      ),
    ),
    ends: { one: 'CANCELLED' },
  },
];
