import { all, by, emits, emittedAgain, inOrder, logs, often } from './facts.ts';
import { ask, place, plainPlan, sending, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

/** What Kafka and its consumers may do to records. */
export const deliveryScenarios: readonly Scenario[] = [
  {
    name: 'same event at two offsets',
    about: 'The first events of the saga, the ledger and the payment service are in Kafka twice',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [place('one', ['A'])],
      faults: ['order/saga', 'inventory/ledger', 'payment/charge'].map((name) =>
        sending(name, '', 'send done twice', { times: 2 }),
      ),
    }),
    happened: all(...['ORDER_PROCESSING', 'STOCK_ADJUSTED', 'STOCK_RESERVED', 'ORDER_PAID'].map(emittedAgain)),
    ends: { one: 'PAID' },
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
    about: 'Unparseable records lie between the records of orders, in every topic on their way',
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
        inOrder(logs(name, 'receives'), logs(name, 'dead-letters'), logs(name, 'receives')),
      ),
    ),
    ends: { one: 'PAID', two: 'PAID' },
  },
  {
    name: 'dead letter replayed days later',
    about: 'ORDER_PROCESSING is dead-lettered after three throttles; the order is repaired and paid before the replay',
    plan: plainPlan({
      modes: { attempts: 3, bystanders: true },
      actions: [place('one', ['A'])],
      faults: [wrong('payment/charge', 'Put payments', 'fault', { times: 3 })],
    }),
    happened: all(
      inOrder(emits('ORDER_PROCESSING'), by('order/sweep', emits('ORDER_PROCESSING')), emits('ORDER_PAID')),
      inOrder(emits('ORDER_PAID'), {
        what: 'emits ORDER_PROCESSING days later',
        is: (entry) => entry.at > 86_400_000 && emits('ORDER_PROCESSING').is(entry),
      }),
      emittedAgain('ORDER_PAID'),
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
      what: 'emits something of another minute',
      is: ({ emitted }) => {
        const timestamp: unknown = emitted && Reflect.get(Object(emitted.json), 'timestamp');
        return typeof timestamp === 'string' && Math.abs(Date.parse(timestamp) - (emitted?.timestamp ?? 0)) > 60_000;
      },
    }),
  },
];
