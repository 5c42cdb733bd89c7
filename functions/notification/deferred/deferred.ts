import { causeOf } from '../../shared/runtime/idioms/batch-outcome.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { type Emission, emitValidEvents } from '../../shared/runtime/idioms/emit-valid-events.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { rested, resting, take } from '../model/allowance-domain.ts';
import { attemptLimit, type Outcome, outcomeOf, pauseAfter } from '../model/domain.ts';
import type { Waiting } from '../model/ports.ts';
import { endOf } from '../send/notification-event.ts';
import { changing, limitsOf, type NotifyPorts } from '../send/notify.ts';

const usersPerRun = 500;
const usersAtOneTime = 8;
const sentAtOneTime = 25;
/** No user is begun with less time than this: one round of a user's queue. */
const roundMs = 15_000;
/** For so long a user's queue is one run's. */
const turnMs = 60_000;

/** What becomes of the head of a queue; undefined where the provider has no answer yet. */
const outcomeFor = async (ports: NotifyPorts, waiting: Waiting): Promise<Outcome | undefined> => {
  const { notifications, messages, provider, clock, count, queues } = ports;
  const { notification, attempts } = waiting;
  const known = await notifications.find(notification);
  if (known?.outcome !== undefined) return known.outcome;
  const attempt = attempts + 1;
  try {
    const delivery = await provider.send(notification, messages.render(notification));
    const outcome = outcomeOf(delivery, clock.now().toISOString(), attempt);
    count(outcome.state === 'SENT' ? 'NotificationsSent' : 'NotificationsFailed');
    return await notifications.conclude(notification, outcome);
  } catch (thrown) {
    if (!(thrown instanceof TransientError)) throw thrown;
  }
  const now = clock.now().getTime();
  if (attempt < attemptLimit) {
    await queues.postpone(waiting, new Date(now + pauseAfter(attempt)).toISOString(), attempt);
    count('NotificationsPostponed');
    return undefined;
  }
  count('NotificationsFailed');
  const at = new Date(now).toISOString();
  return notifications.conclude(notification, { state: 'FAILED', reason: 'PROVIDER_UNAVAILABLE', at, attempt });
};

/**
 * Those at the head of the user's queue that are due and that the user may have. Nobody else looks at the queue meanwhile:
 * `elsewhere` where somebody does.
 */
const turnOf = (ports: NotifyPorts, userId: string): Promise<readonly Waiting[] | 'elsewhere'> =>
  changing(ports, userId, async (before) => {
    const { queues, clock } = ports;
    const now = clock.now();
    const limits = limitsOf(ports, userId);
    if (before.queue === undefined || before.queue.wake_at > now.getTime()) return 'elsewhere';
    const head = await queues.head(userId, sentAtOneTime);
    const later = head.findIndex(({ due_at }) => due_at > now.toISOString());
    const due = later < 0 ? head : head.slice(0, later);
    const { taken, allowance } = take(before, limits, now.getTime(), due.length);
    const after = resting(allowance, limits, now.getTime(), now.getTime() + turnMs);
    return (await queues.save(userId, { before, after })) ? due.slice(0, taken) : 'conflict';
  });

/** When the queue is to be looked at again; never, where it is empty. */
const rest = (ports: NotifyPorts, userId: string): Promise<boolean> =>
  changing(ports, userId, async (before) => {
    const { queues, clock } = ports;
    // Read after the allowance: whoever queues up in between has changed it, and the write below does not hold.
    const [head] = await queues.head(userId, 1);
    const now = clock.now().getTime();
    const after =
      head === undefined ? rested(before) : resting(before, limitsOf(ports, userId), now, Date.parse(head.due_at));
    if (!(await queues.save(userId, { before, after }))) return 'conflict';
    return after.queue === undefined || after.queue.wake_at > now;
  });

/** One round of a user's queue: state, then events, then out of the queue. @returns whether it rests. */
const round = async (ports: NotifyPorts, userId: string, run: Emission): Promise<boolean> => {
  const done: { readonly waiting: Waiting; readonly outcome: Outcome }[] = [];
  const faulty: { readonly waiting: Waiting; readonly cause: string }[] = [];
  const turn = await turnOf(ports, userId);
  if (turn === 'elsewhere') return true;
  for (const waiting of turn) {
    const outcome = await outcomeFor(ports, waiting).catch((thrown: unknown) => {
      // A fault of the store is every notification's, a defect is this one's alone.
      if (thrown instanceof TransientError) throw thrown;
      faulty.push({ waiting, cause: causeOf(thrown) });
      return 'defect' as const;
    });
    // Whoever is behind it waits with it.
    if (outcome === undefined) break;
    if (outcome !== 'defect') done.push({ waiting, outcome });
  }
  const ends = done.map(({ waiting, outcome }) => ({ waiting, end: endOf(waiting.notification, outcome) }));
  const { sound, faults } = await emitValidEvents(ends, ({ end }) => [end], run);
  for (const { waiting } of sound) await ports.queues.remove(waiting);
  for (const [{ waiting }, cause] of faults) faulty.push({ waiting, cause });
  for (const { waiting } of faulty) {
    const attempts = waiting.attempts + 1;
    const dueAt = new Date(ports.clock.now().getTime() + pauseAfter(attempts)).toISOString();
    await ports.queues.park(waiting, dueAt, attempts);
  }
  const rests = await rest(ports, userId);
  if (faulty.length > 0) throw new TypeError(faulty.map(({ cause }) => cause).join('; '));
  return rests;
};

/** Sends what was deferred and is due, each user's in the order in which it was deferred. */
export const sendDeferred =
  (ports: NotifyPorts) =>
  async (run: Emission): Promise<void> => {
    const users = await ports.queues.due(ports.clock.now().toISOString(), usersPerRun);
    const defects: unknown[] = [];
    await concurrently(users, usersAtOneTime, async (userId) => {
      try {
        while (run.deadline.remainingMs() > roundMs && !(await round(ports, userId, run)));
      } catch (thrown) {
        // One user's fault is not the others': the next run takes the queue up where this one leaves off.
        ports.count('QueuesInterrupted');
        if (!(thrown instanceof TransientError)) defects.push(thrown);
      }
    });
    if (defects.length > 0) throw new AggregateError(defects, `${defects.length} queues met a defect`);
  };
