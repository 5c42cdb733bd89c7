import { causeOf } from '../../shared/runtime/idioms/batch-outcome.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { type Emission, emitValidEvents } from '../../shared/runtime/idioms/emit-valid-events.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { take, withNextRound, withoutQueue } from '../model/allowance-domain.ts';
import { attemptLimit, type Outcome, outcomeOf, pauseAfter } from '../model/domain.ts';
import type { Waiting } from '../model/ports.ts';
import { endOf } from '../send/notification-event.ts';
import { changeAllowance, limitsOf, type NotifyPorts } from '../send/notify.ts';

const usersPerRun = 500;
const usersAtOneTime = 8;
const sentAtOneTime = 25;
/** Time reserved for one round of a user's queue. */
const roundMs = 15_000;
/** Lease of a run on a user's queue. */
const turnMs = 60_000;

/** Sends the head of a queue and stores its outcome; undefined if the provider does not answer. */
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
 * The due head of the user's queue within the user's limit. Leases the queue: `elsewhere` if it is not due or another run has the
 * lease.
 */
const leaseDueEntries = (ports: NotifyPorts, userId: string): Promise<readonly Waiting[] | 'elsewhere'> =>
  changeAllowance(ports, userId, async (before) => {
    const { queues, clock } = ports;
    const now = clock.now();
    const limits = limitsOf(ports, userId);
    if (before.queue === undefined || before.queue.wake_at > now.getTime()) return 'elsewhere';
    const head = await queues.head(userId, sentAtOneTime);
    const later = head.findIndex(({ due_at }) => due_at > now.toISOString());
    const due = later < 0 ? head : head.slice(0, later);
    const { taken, allowance } = take(before, limits, now.getTime(), due.length);
    const after = withNextRound(allowance, limits, now.getTime(), now.getTime() + turnMs);
    return (await queues.save(userId, { before, after })) ? due.slice(0, taken) : 'conflict';
  });

/** Schedules the next round of the queue; none if it is empty. */
const scheduleNextRound = (ports: NotifyPorts, userId: string): Promise<boolean> =>
  changeAllowance(ports, userId, async (before) => {
    const { queues, clock } = ports;
    // Read after the allowance: an enqueue in between changes the allowance, and the conditional write below fails.
    const [head] = await queues.head(userId, 1);
    const now = clock.now().getTime();
    const after =
      head === undefined
        ? withoutQueue(before)
        : withNextRound(before, limitsOf(ports, userId), now, Date.parse(head.due_at));
    if (!(await queues.save(userId, { before, after }))) return 'conflict';
    return after.queue === undefined || after.queue.wake_at > now;
  });

/** One round of a user's queue: stores outcomes, emits events, then removes entries. @returns whether nothing more is due. */
const round = async (ports: NotifyPorts, userId: string, run: Emission): Promise<boolean> => {
  const done: { readonly waiting: Waiting; readonly outcome: Outcome }[] = [];
  const faulty: { readonly waiting: Waiting; readonly cause: string }[] = [];
  const turn = await leaseDueEntries(ports, userId);
  if (turn === 'elsewhere') return true;
  for (const waiting of turn) {
    const outcome = await outcomeFor(ports, waiting).catch((thrown: unknown) => {
      // A transient error affects every notification, a defect only this one.
      if (thrown instanceof TransientError) throw thrown;
      faulty.push({ waiting, cause: causeOf(thrown) });
      return 'defect' as const;
    });
    // The queue keeps its order: the rest waits behind it.
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
  const isDone = await scheduleNextRound(ports, userId);
  if (faulty.length > 0) throw new TypeError(faulty.map(({ cause }) => cause).join('; '));
  return isDone;
};

/** Sends due deferred notifications, in the order of deferral per user. */
export const sendDeferred =
  (ports: NotifyPorts) =>
  async (run: Emission): Promise<void> => {
    const users = await ports.queues.due(ports.clock.now().toISOString(), usersPerRun);
    const defects: unknown[] = [];
    await concurrently(users, usersAtOneTime, async (userId) => {
      try {
        while (run.deadline.remainingMs() > roundMs && !(await round(ports, userId, run)));
      } catch (thrown) {
        // A fault of one user's queue does not stop the others; the next run continues the queue.
        ports.count('QueuesInterrupted');
        if (!(thrown instanceof TransientError)) defects.push(thrown);
      }
    });
    if (defects.length > 0) throw new AggregateError(defects, `${defects.length} queues failed with a defect`);
  };
