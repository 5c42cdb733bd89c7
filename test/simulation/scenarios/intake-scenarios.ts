import { all, emits, emittedAgain, inOrder, logs, never, stores } from './facts.ts';
import { ask, place, plainPlan, sending } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

/** How orders are taken. */
export const intakeScenarios: readonly Scenario[] = [
  {
    name: 'cancel before its order',
    about: 'The order lands in Kafka late; its client has no answer, and cancels meanwhile',
    plan: plainPlan({
      actions: [place('one', ['A'], { repeatable: false }), ask('cancel', 'one', { at: 1_000 })],
      faults: [sending('order/intake', 'orders.created', 'send done late', { amount: 9_000 })],
    }),
    happened: inOrder(emits('ORDER_CANCEL_REQUESTED'), emits('ORDER_CREATED'), emits('ORDER_CANCELLED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'acknowledgement of an order lost',
    about: 'Kafka has the order, its client receives 504 and sends it again with the same key',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [place('one', ['A'])],
      faults: [sending('order/intake', 'orders.created', 'acknowledgement lost')],
    }),
    happened: all(
      inOrder(emits('ORDER_CREATED'), logs('client', 'POST /orders → 504'), logs('client', 'POST /orders → 201')),
      emittedAgain('ORDER_CREATED'),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'order that was never published',
    about: 'The send of an order without a key is lost, and its client does not retry: the stored order expires',
    plan: plainPlan({
      modes: { replayDays: 9 },
      actions: [
        place('one', ['A'], { repeatable: false }),
        // Time passes until records are replayed: there are none.
        { kind: 'replay', at: 0, topic: 'orders.created', nth: 0 },
      ],
      faults: [sending('order/intake', 'orders.created', 'send lost')],
    }),
    happened: all(
      inOrder(stores('orders', { part: 'ORDER' }), logs('client', 'POST /orders → 504'), {
        what: 'takes the order away',
        is: ({ stored }) => stored?.table === 'orders' && stored.after === undefined,
      }),
      never(emits('ORDER_CREATED')),
    ),
  },
];
