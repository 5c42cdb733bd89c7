import { plainPlan, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const send = 'notification/send';
const deferred = 'notification/deferred';
/** The provider is throttling: the notification waits for half a minute. */
const refused = (name: string) => wrong(name, 'Provider send', 'fault');
const run = (moment: number) => ({ kind: 'run', at: moment, function: 'notification/deferred', times: 1 }) as const;

/** A queue of each of six users, on a network that is slow for the claims of none: some runs meet at one of them whatever its latencies. */
const allOrders = Array.from({ length: 6 }, (_, index) => order({ order: `order-${index}`, user: `user-${index}` }));
const manyRuns = Array.from({ length: 26 }, (_, index) => ({ ...run(40_000 + index * 5_000), times: 3 }));

/** Notifications and the audit trail. */
export const notificationScenarios: readonly MutationScenario[] = [
  {
    name: 'notification taken over',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [order(), { kind: 'rebalance', at: 40_000, group: 'notification-send.orders' }],
      faults: [wrong(send, 'Provider send', 'freeze-after', { amount: 60_000 })],
    }),
  },
  {
    name: 'two runs at one queue',
    plan: plainPlan({
      modes: { bystanders: true, networkMs: 2_900 },
      actions: [...allOrders, ...manyRuns],
      faults: [wrong(send, 'Provider send', 'fault', { times: allOrders.length })],
    }),
  },
  {
    name: 'place in the queue brought back',
    // Another run has the queue once the turn of the first is over, and before its write comes.
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [order(), ...manyRuns],
      faults: [
        refused(send),
        refused(deferred),
        wrong(deferred, 'Update notifications waiting# SET turn_at, attempts', 'late-request', { amount: 75_000 }),
      ],
    }),
  },
  {
    name: 'two at one notification',
    plan: plainPlan({
      seed: 3,
      modes: { bystanders: true, networkMs: 900 },
      actions: [
        order(),
        ...[2_300, 2_600, 2_900, 3_200, 3_500].map(
          (moment) => ({ kind: 'rebalance', at: moment, group: 'notification-send.orders' }) as const,
        ),
      ],
    }),
  },
  {
    name: 'deferral that is not stored',
    plan: plainPlan({
      modes: { bystanders: true, allowance: { burst: 1, refillMs: 30_000 } },
      actions: [order()],
      faults: [
        {
          function: send,
          place: { like: 'TransactWrite', occurrence: 1 },
          kind: 'fault',
          amount: 0,
          pick: 6,
        },
      ],
    }),
  },
  {
    name: 'first messages of a user at one time',
    plan: plainPlan({
      seed: 41,
      modes: { bystanders: true, partitions: 4 },
      actions: [order(), order({ order: 'other' }), order({ order: 'third' })],
    }),
  },
  {
    name: 'one place in the queue, sent by two',
    plan: plainPlan({
      seed: 3,
      modes: { bystanders: true, skewMs: 180_000 },
      actions: [...allOrders, ...manyRuns],
      faults: [
        wrong(send, 'Provider send', 'fault', { times: allOrders.length }),
        wrong(deferred, 'Provider send', 'late-answer', { amount: 20_000, times: 2 * allOrders.length }),
      ],
    }),
  },
  {
    name: 'message behind one that waits',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [order(), order({ at: 10_000, order: 'other' })],
      faults: [refused(send)],
    }),
  },
  {
    name: 'queue joined as it empties',
    plan: plainPlan({
      seed: 2,
      modes: { bystanders: true, staleMs: 5_000 },
      actions: [order(), run(65_000), order({ at: 65_900, order: 'other' })],
      faults: [refused(send), wrong(deferred, 'Get notifications', 'late-request', { amount: 1_500, occurrence: 4 })],
    }),
  },
  {
    name: 'deferred message sent by an invocation that crashes',
    plan: plainPlan({
      seed: 2,
      modes: { bystanders: true, lateMs: 1_200_000 },
      actions: [order(), run(65_000)],
      faults: [refused(send), wrong(deferred, 'Send notifications.events', 'die-before')],
    }),
  },
  {
    name: 'page of the books lost to a zombie',
    plan: plainPlan({
      seed: 4,
      modes: { bystanders: true, batch: 10 },
      actions: [order(), { kind: 'rebalance', at: 5_000, group: 'audit-record.audit' }],
      faults: [3, 4].map((occurrence) =>
        wrong('audit/record', 'Put audit', 'late-request', { amount: 10_000, occurrence }),
      ),
    }),
  },
];
