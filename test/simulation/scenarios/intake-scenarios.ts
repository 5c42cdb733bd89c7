import { all, by, emits, inOrder, logs, never, stores } from './facts.ts';
import { ask, place, plainPlan, sending } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

/** How orders are taken. */
export const intakeScenarios: readonly Scenario[] = [
  {
    name: 'cancel before its order',
    about:
      'The order lands in Kafka late; its client has no answer, and cancels meanwhile: the request publishes the order first',
    plan: plainPlan({
      actions: [place('one', ['A'], { repeatable: false }), ask('cancel', 'one', { at: 1_000 })],
      faults: [sending('order/intake', 'orders.created', 'send done late', { amount: 9_000 })],
    }),
    happened: inOrder(
      by('order/requests', emits('ORDER_CREATED')),
      emits('ORDER_CANCEL_REQUESTED'),
      emits('ORDER_CANCELLED'),
      emits('ORDER_CREATED'),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'acknowledgement of an order lost',
    about:
      'Kafka has the order, its client receives 504 and sends it again with the same key: the stored order answers, and is not emitted again',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [place('one', ['A'])],
      faults: [sending('order/intake', 'orders.created', 'acknowledgement lost')],
    }),
    happened: inOrder(
      ...[emits('ORDER_CREATED'), logs('client', 'POST /orders → 504'), stores('orders', { status: 'PROCESSING' })],
      logs('client', 'POST /orders → 201'),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'order whose send is lost',
    about: 'The send of an order without a key is lost, and its client does not retry: the sweep publishes the order',
    plan: plainPlan({
      actions: [place('one', ['A'], { repeatable: false })],
      faults: [sending('order/intake', 'orders.created', 'send lost')],
    }),
    happened: inOrder(
      stores('orders', { status: 'CREATED' }),
      logs('client', 'POST /orders → 504'),
      by('order/sweep', emits('ORDER_CREATED')),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'order that was never published',
    about:
      'Kafka refuses an order, and its client does not retry: the stored order expires, and the sweep does not publish it',
    plan: plainPlan({
      modes: { replayDays: 9 },
      actions: [
        place('one', ['A'], { repeatable: false }),
        // Time passes until records are replayed: there are none.
        { kind: 'replay', at: 0, topic: 'orders.created', nth: 0 },
      ],
      faults: [sending('order/intake', 'orders.created', 'send refused', { times: 100 })],
    }),
    happened: all(
      inOrder(stores('orders', { part: 'ORDER' }), logs('client', 'POST /orders → 503'), {
        what: 'takes the order away',
        is: ({ stored }) => stored?.table === 'orders' && stored.after === undefined,
      }),
      never(emits('ORDER_CREATED')),
    ),
  },
];
