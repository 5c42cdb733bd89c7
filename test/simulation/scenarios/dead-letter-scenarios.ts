import { all, emits, inOrder, logs } from './facts.ts';
import { place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const days = 86_400_000;

/** Written back days later, so often. */
const replayed = (type: string, times: number) =>
  inOrder(
    ...Array.from({ length: times }, () => ({
      what: `replays ${type}`,
      is: (entry: Parameters<ReturnType<typeof emits>['is']>[0]) => entry.at > days && emits(type).is(entry),
    })),
  );

const project = 'analytics/project';
/** The second order is counted in rows in which the first is missing. */
const orders = [place('one', ['A']), place('two', ['A'], { at: 10_000 })];

/** A dead letter has its effect once, when it is replayed, and when it is replayed again. */
export const deadLetterScenarios: readonly Scenario[] = [
  {
    name: 'analytics event dead-lettered by a defect, and replayed twice',
    about:
      'The projection meets a defect when one of an order’s rows is counted already; later orders count in all of them; days later the event is written back twice',
    plan: plainPlan({
      modes: { bystanders: true, replays: 2 },
      actions: orders,
      faults: [wrong(project, 'Update views', 'defect', { occurrence: 2 })],
    }),
    happened: all(
      inOrder(logs(project, 'meets a defect'), logs(project, 'dead-letters'), emits('ORDER_PAID')),
      replayed('ORDER_CREATED', 2),
    ),
    ends: { one: 'PAID', two: 'PAID' },
  },
  {
    name: 'analytics event dead-lettered by its event source, and replayed twice',
    about:
      'DynamoDB throttles all but one of an order’s rows until its event source dead-letters the event; days later it is written back twice',
    plan: plainPlan({
      modes: { bystanders: true, attempts: 3, replays: 2 },
      actions: orders,
      faults: [wrong(project, 'Update views', 'fault', { occurrence: 2, times: 24 })],
    }),
    happened: all(inOrder(logs(project, 'fails'), emits('ORDER_PAID')), replayed('ORDER_CREATED', 2)),
    ends: { one: 'PAID', two: 'PAID' },
  },
];
