import { all, by, inOrder, never, often, refused, saidAgain, says, stores, tells, writes } from './facts.ts';
import { ask, deaf, once, place, plainPlan, sending, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const created = stores('orders', { part: 'SAGA', status: 'CREATED' });
const processing = stores('orders', { part: 'SAGA', status: 'PROCESSING' });
const cancelled = stores('orders', { part: 'SAGA', status: 'CANCELLED' });

/** How orders are taken and moved. */
export const orderScenarios: readonly Scenario[] = [
  {
    name: 'lines reserved before their order is known',
    about: 'The saga hears of the lines of an order while it does not hear of orders',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), deaf('order-saga.orders', 5_000, once('ORDER_CREATED'))],
    }),
    happened: inOrder(
      stores('orders', { part: 'SAGA', status: undefined, reserved: (set: unknown) => set instanceof Set }),
      created,
      processing,
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'join completed by one who dies',
    about:
      'Two see the join complete. The first is a zombie whose event was acknowledged long ago; it makes the step and dies before it speaks. Nobody repairs',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        deaf('order-saga.inventory', 5_000, once('ORDER_CREATED')),
        { kind: 'rebalance', group: 'order-saga.orders', at: 1_000, ...once('order/saga') },
      ],
      faults: [
        wrong('order/saga', 'Update orders SAGA SET status, expected', 'freeze-before', { amount: 10_000 }),
        wrong('order/saga', 'Update orders SAGA SET status, reached', 'late-request', { amount: 15_000 }),
        wrong('order/saga', 'Send orders.created', 'die-before'),
        wrong('order/sweep', 'Query', 'die-before', { times: 25 }),
      ],
    }),
    happened: all(
      inOrder(tells('order/saga', 'stands still'), created, tells('order/saga', 'meets "late-request"')),
      inOrder(processing, tells('order/saga', 'dies: before Send'), by('order/saga', says('ORDER_PROCESSING'))),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'cancel before its order',
    about: 'The order lands in Kafka late; its client has no answer, and cancels meanwhile',
    plan: plainPlan({
      actions: [place('one', ['A'], { repeatable: false }), ask('cancel', 'one', { at: 1_000 })],
      faults: [sending('order/intake', 'send done late', { amount: 9_000 })],
    }),
    happened: inOrder(says('ORDER_CANCEL_REQUESTED'), says('ORDER_CREATED'), says('ORDER_CANCELLED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'acknowledgement of an order lost',
    about: 'Kafka has the order, its client hears 504 and sends it again with the same key',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [place('one', ['A'])],
      faults: [sending('order/intake', 'acknowledgement lost')],
    }),
    happened: all(
      inOrder(says('ORDER_CREATED'), tells('client', 'POST /orders → 504'), tells('client', 'POST /orders → 201')),
      saidAgain('ORDER_CREATED'),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'processing said after its cancel',
    about: 'The saga dies between the step and ORDER_PROCESSING, and is told to cancel before it says it again',
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
      inOrder(processing, tells('order/saga', 'dies'), says('ORDER_CANCELLED'), says('ORDER_PROCESSING')),
      inOrder(says('ORDER_CANCELLED'), stores('payments', { state: 'CANCELLED' }), says('ORDER_PROCESSING')),
      never(stores('gateway', { outcome: 'approved' })),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'ship and cancel at once',
    about: 'Both are asked of a paid order, and said, before the saga hears of either',
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
      const asked = [says('ORDER_SHIP_REQUESTED'), says('ORDER_CANCEL_REQUESTED')];
      const ends = [says('ORDER_SHIPPED'), says('ORDER_CANCELLED')];
      const [one, other] = ends.map((end) =>
        all(...asked.map((request) => inOrder(stores('orders', { status: 'PAID' }), request, end)))(journal),
      );
      if (one !== undefined && other !== undefined) return `${one}; ${other}`;
      return one === undefined && other === undefined ? 'It is shipped and cancelled' : undefined;
    },
  },
  {
    name: 'every batch delivered twice',
    about: 'Whatever is acknowledged comes once more, with other boundaries, to all consumers',
    plan: plainPlan({
      modes: { redelivered: 1, batch: 3 },
      actions: [place('one', ['A', 'B'])],
    }),
    happened: ({ world }) => {
      const idle = world.sources.filter(({ counts }) => counts.deliveries > 0 && counts.redelivered === 0);
      return idle.length === 0 ? undefined : `Nothing is delivered twice to ${idle.map(({ group }) => group).join()}`;
    },
    ends: { one: 'PAID' },
  },
  {
    name: 'poison among good records',
    about: 'What nobody can read lies between the records of orders, in every topic of their way',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        place('two', ['A'], { at: 2_100 }),
        ...(['orders.created', 'payments.completed', 'inventory.commands', 'inventory.updated'] as const).map(
          (topic) => ({ kind: 'poison', at: 2_060, topic, key: 'A', value: 'not JSON' }) as const,
        ),
      ],
    }),
    happened: all(
      ...['order/saga', 'inventory/ledger'].map((name) =>
        inOrder(tells(name, 'receives'), tells(name, 'buries'), tells(name, 'receives')),
      ),
    ),
    ends: { one: 'PAID', two: 'PAID' },
  },
  {
    name: 'dead letter replayed days later',
    about: 'ORDER_PROCESSING is given up after three throttles; the order is repaired and paid before it is said again',
    plan: plainPlan({
      modes: { attempts: 3, bystanders: true },
      actions: [place('one', ['A'])],
      faults: [wrong('payment/charge', 'Put payments', 'fault', { times: 3 })],
    }),
    happened: all(
      inOrder(says('ORDER_PROCESSING'), by('order/sweep', says('ORDER_PROCESSING')), says('ORDER_PAID')),
      inOrder(says('ORDER_PAID'), {
        what: 'says ORDER_PROCESSING days later',
        is: (entry) => entry.at > 86_400_000 && says('ORDER_PROCESSING').is(entry),
      }),
      saidAgain('ORDER_PAID'),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'clocks minutes apart',
    about: 'The clocks of execution environments are up to three minutes wrong, either way',
    plan: plainPlan({
      modes: { skewMs: 180_000, bystanders: true },
      actions: [
        place('one', ['A'], { token: 'tok_timeout_charged' }),
        place('two', ['A'], { token: 'tok_timeout_2' }),
        ask('cancel', 'two', { at: 3_000 }),
      ],
    }),
    happened: often(3, {
      what: 'says something of another minute',
      is: ({ said }) => {
        const timestamp: unknown = said && Reflect.get(Object(said.json), 'timestamp');
        return typeof timestamp === 'string' && Math.abs(Date.parse(timestamp) - (said?.timestamp ?? 0)) > 60_000;
      },
    }),
  },
  {
    name: 'two sweeps at once',
    about: 'Runs of the schedule find the same order due, whose payment nobody hears of',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        deaf('payment-charge.orders', 400_000, once('ORDER_PROCESSING')),
        { kind: 'run', function: 'order/sweep', at: 124_000, times: 4 },
      ],
    }),
    happened: all(
      inOrder(by('order/sweep', says('ORDER_PROCESSING')), says('ORDER_PAID')),
      refused('order/sweep', 'Update orders SAGA SET due_shard', writes('orders')),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'sweep dies before it says that an order was given up',
    about: 'An order whose payment nobody hears of is cancelled, and whoever did it dies before it speaks',
    plan: plainPlan({
      actions: [place('one', ['A']), deaf('payment-charge.orders', 1_500_000, once('ORDER_PROCESSING'))],
      faults: [wrong('order/sweep', 'Update orders SAGA SET status', 'die-after')],
    }),
    happened: inOrder(
      by('order/sweep', cancelled),
      tells('order/sweep', 'dies: after Update'),
      by('order/sweep', says('ORDER_CANCELLED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'deadlines fire late',
    about: 'No order is looked after for half an hour: what has waited too long is given up late, and paid too late',
    plan: plainPlan({
      actions: [place('one', ['A']), deaf('payment-charge.orders', 3_000_000, once('ORDER_PROCESSING'))],
      faults: [
        wrong('order/sweep', 'Query', 'die-before', { times: 25 }),
        wrong('inventory/expire', 'Query', 'die-before', { times: 10 }),
      ],
    }),
    happened: all(
      inOrder(
        tells('order/sweep', 'dies'),
        {
          what: 'gives the order up late',
          is: (entry) => entry.at > 1_200_000 && by('order/sweep', says('ORDER_CANCELLED')).is(entry),
        },
        stores('payments', { state: 'PAID' }),
        stores('payments', { state: 'REFUNDED' }),
      ),
    ),
    ends: { one: 'CANCELLED' },
  },
];
