import { plainPlan, sending, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const saga = 'order/saga';
const orders = 'orders.created';

/** Orders: intake, saga and sweep. */
export const orderScenarios: readonly MutationScenario[] = [
  {
    name: 'one key, two orders',
    plan: plainPlan({
      actions: [order(), order({ at: 2_100, lines: [{ sku: 'B', qty: 2 }] })],
      faults: [1, 2, 3, 4, 5].map((occurrence) => sending('order/intake', orders, 'send refused', { occurrence })),
    }),
  },
  {
    name: 'order placed without a key and without an answer',
    plan: plainPlan({
      actions: [order({ repeatable: false })],
      faults: [sending('order/intake', orders, 'acknowledgement lost')],
    }),
  },
  {
    name: 'order refused by one partition',
    plan: plainPlan({
      actions: [order({ repeatable: false })],
      faults: [sending('order/intake', orders, 'send refused')],
    }),
  },
  {
    name: 'payment service deaf for long',
    plan: plainPlan({
      actions: [order(), { kind: 'hold', at: 2_050, group: 'payment-charge.orders', forMs: 1_500_000 }],
    }),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'reservation dead-lettered',
    plan: plainPlan({
      modes: { attempts: 3 },
      actions: [order()],
      faults: [2, 3, 4].map((occurrence) => wrong('inventory/ledger', 'BatchGet stock', 'fault', { occurrence })),
    }),
    ends: { one: 'PAID' },
  },
  {
    name: 'request asked for twice',
    plan: plainPlan({
      actions: [
        order(),
        { kind: 'cancel', order: 'one', at: 5_000 },
        { kind: 'hold', at: 6_000, group: 'order-saga.orders', forMs: 60_000 },
      ],
      faults: [sending('order/requests', orders, 'acknowledgement lost')],
    }),
  },
  {
    name: 'sweep crashes as it emits a cancelled order',
    plan: plainPlan({
      actions: [order(), { kind: 'hold', at: 2_050, group: 'payment-charge.orders', forMs: 1_500_000 }],
      faults: [wrong('order/sweep', `Send ${orders}`, 'die-before', { occurrence: 3 })],
    }),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'two sweeps at once, one a moment later',
    plan: plainPlan({
      modes: { networkMs: 50 },
      actions: [
        order(),
        { kind: 'hold', at: 2_050, group: 'payment-charge.orders', forMs: 300_000 },
        { kind: 'run', at: 123_000, function: 'order/sweep', times: 1 },
        { kind: 'run', at: 123_002, function: 'order/sweep', times: 1 },
      ],
    }),
    ends: { one: 'PAID' },
  },
  {
    name: 'order lost on its way to Kafka',
    plan: plainPlan({
      actions: [order()],
      faults: [sending('order/intake', orders, 'send lost')],
    }),
  },
  {
    name: 'lost order that no sweep publishes before its deadline',
    plan: plainPlan({
      modes: { replayDays: 9 },
      actions: [order({ repeatable: false }), { kind: 'replay', at: 0, topic: 'orders.created', nth: 0 }],
      faults: [
        sending('order/intake', orders, 'send lost'),
        wrong('order/sweep', 'Query', 'die-before', { times: 25 }),
      ],
    }),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'order refused by an invocation that crashes',
    plan: plainPlan({
      actions: [order({ lines: [{ sku: 'A', qty: 60 }] })],
      faults: [wrong(saga, `Send ${orders}`, 'die-before')],
    }),
    ends: { one: 'CANCELLED' },
  },
];
