import { at, type MutationScenario, order, planOf } from './scenario.ts';

const send = 'notification/send';
const deferred = 'notification/deferred';
/** The provider is throttling: the notification waits for half a minute. */
const refused = (name: string) => at(name, 'Provider send', 'fault');
const run = (moment: number) => ({ kind: 'run', at: moment, function: 'notification/deferred', times: 1 }) as const;

/** What users are told. */
export const notificationScenarios: readonly MutationScenario[] = [
  {
    name: 'notification taken over',
    plan: planOf({
      modes: { bystanders: true },
      actions: [order(), { kind: 'rebalance', at: 40_000, group: 'notification-send.orders' }],
      faults: [at(send, 'Provider send', 'freeze-after', { amount: 60_000 })],
    }),
  },
  {
    name: 'two runs at one queue',
    plan: planOf({
      seed: 4,
      modes: { bystanders: true, networkMs: 900 },
      actions: [order(), ...[65_000, 65_100, 65_200, 65_300].map(run)],
      faults: [refused(send)],
    }),
  },
  {
    name: 'place in the queue brought back',
    plan: planOf({
      seed: 4,
      modes: { bystanders: true, skewMs: 180_000 },
      actions: [order(), ...[65_000, 66_000, 67_000, 68_000].map(run)],
      faults: [
        refused(send),
        refused(deferred),
        at(deferred, 'Update notifications waiting# SET turn_at, attempts', 'late-request', { amount: 40_000 }),
      ],
    }),
  },
  {
    name: 'two at one notification',
    plan: planOf({
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
    plan: planOf({
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
];
