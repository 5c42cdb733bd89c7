import { all, by, emits, inOrder, logs, never, stores } from './facts.ts';
import { ask, deaf, once, place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const created = stores('orders', { part: 'ORDER', status: 'CREATED' });
/** The write of a line that completes the join. */
const join = 'Update orders ORDER SET status, reached_* ADD reserved';
const processing = stores('orders', { part: 'ORDER', status: 'PROCESSING' });

/** How orders are moved. */
export const sagaScenarios: readonly Scenario[] = [
  {
    name: 'lines reserved before ORDER_CREATED is consumed',
    about: 'The saga consumes the lines of an order while it does not consume orders',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), deaf('order-saga.orders', 5_000, once('ORDER_CREATED'))],
    }),
    happened: inOrder(created, processing, logs('order/saga', 'receives orders.created')),
    ends: { one: 'PAID' },
  },
  {
    name: 'join completed by an invocation that crashes',
    about:
      'Two invocations have the line that completes the join. The first is a zombie; it makes the step and crashes before it emits. The second one’s write comes too late. No repair runs',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        { kind: 'rebalance', group: 'order-saga.inventory', at: 1_000, ...once('order/saga') },
      ],
      faults: [
        wrong('order/saga', join, 'freeze-before', { amount: 10_000 }),
        wrong('order/saga', join, 'late-request', { occurrence: 2, amount: 15_000 }),
        wrong('order/saga', 'Send orders.created', 'die-before'),
        wrong('order/sweep', 'Query', 'die-before', { times: 25 }),
      ],
    }),
    happened: all(
      inOrder(created, logs('order/saga', 'stands still'), logs('order/saga', 'meets "late-request"'), processing),
      inOrder(processing, logs('order/saga', 'dies: before Send'), by('order/saga', emits('ORDER_PROCESSING'))),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'processing emitted after its cancel',
    about: 'The saga crashes between the step and ORDER_PROCESSING, and receives a cancel before it re-emits it',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        deaf('order-saga.inventory', 500, once('ORDER_CREATED')),
        deaf('order-saga.inventory', 30_000, once('order/saga')),
        ask('cancel', 'one', { at: 100, ...once('order/saga') }),
      ],
      faults: [wrong('order/saga', 'Send orders.created', 'die-before')],
    }),
    happened: all(
      inOrder(processing, logs('order/saga', 'dies'), emits('ORDER_CANCELLED'), emits('ORDER_PROCESSING')),
      inOrder(emits('ORDER_CANCELLED'), stores('payments', { state: 'CANCELLED' }), emits('ORDER_PROCESSING')),
      never(stores('gateway', { outcome: 'approved' })),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'ship and cancel at once',
    about: 'Both are requested of a paid order, and published, before the saga consumes either',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [
        place('one', ['A', 'B']),
        deaf('order-saga.orders', 5_000, { at: 1_000, ...once('ORDER_PAID') }),
        ask('ship', 'one', { at: 2_000, ...once('ORDER_PAID') }),
        ask('cancel', 'one', { at: 2_000, ...once('ORDER_PAID') }),
      ],
    }),
    happened: (journal) => {
      const asked = [emits('ORDER_SHIP_REQUESTED'), emits('ORDER_CANCEL_REQUESTED')];
      const ends = [emits('ORDER_SHIPPED'), emits('ORDER_CANCELLED')];
      const [one, other] = ends.map((end) =>
        all(...asked.map((request) => inOrder(stores('orders', { status: 'PAID' }), request, end)))(journal),
      );
      if (one !== undefined && other !== undefined) return `${one}; ${other}`;
      return one === undefined && other === undefined ? 'It is shipped and cancelled' : undefined;
    },
  },
];
