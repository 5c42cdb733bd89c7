import type { Clock } from '../../shared/kernel/clock.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { type Allowance, type Limits, queueUp, spend } from '../model/allowance-domain.ts';
import { type Notification, outcomeOf, pauseAfter, type Remembered } from '../model/domain.ts';
import type { Claim, Count, Message, MessageProvider, Messages, Notifications, Queues } from '../model/ports.ts';
import { operationsUser } from '../model/rules-domain.ts';

export interface NotifyPorts {
  readonly notifications: Notifications;
  readonly queues: Queues;
  readonly messages: Messages;
  readonly provider: MessageProvider;
  readonly clock: Clock;
  readonly count: Count;
  readonly limits: { readonly user: Limits; readonly operations: Limits };
}

/** Races lost in a row for one user's allowance before the event fails and is redelivered. */
const conflictLimit = 8;

export const limitsOf = ({ limits }: Pick<NotifyPorts, 'limits'>, userId: string): Limits =>
  userId === operationsUser ? limits.operations : limits.user;

/** Applies a change to the user's current allowance, with retries after conflicts. */
export const changeAllowance = async <T>(
  { queues }: Pick<NotifyPorts, 'queues'>,
  userId: string,
  change: (allowance: Allowance) => Promise<T | 'conflict'>,
): Promise<T> => {
  for (let attempt = 1; attempt <= conflictLimit; attempt += 1) {
    const changed = await change(await queues.allowance(userId));
    if (changed !== 'conflict') return changed;
  }
  throw new TransientError(`Another writer won ${conflictLimit} races for the allowance of one user`);
};

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Appends the notification to the user's queue. */
const defer = async (
  { queues, clock, count, ...ports }: NotifyPorts,
  notification: Notification,
  claim: Claim,
  { before, pauseMs, attempts }: { readonly before: Allowance; readonly pauseMs: number; readonly attempts: number },
): Promise<Remembered | 'conflict'> => {
  const now = clock.now().getTime();
  const { dueAt, allowance: after } = queueUp(before, limitsOf(ports, notification.user_id), now, now + pauseMs);
  const due_at = isoOf(dueAt);
  const remembered = { deferral: { at: isoOf(now), due_at } };
  const waiting = { notification, position: after.version, due_at, attempts };
  if (!(await queues.enqueue({ before, after }, waiting, remembered, claim))) return 'conflict';
  count('NotificationsDeferred');
  return remembered;
};

/** The provider's answer, to be stored; `later` if it does not answer. */
const callProvider = async (
  { provider, clock }: NotifyPorts,
  notification: Notification,
  message: Message,
): Promise<Remembered | 'later'> => {
  try {
    const delivery = await provider.send(notification, message);
    return { outcome: outcomeOf(delivery, isoOf(clock.now().getTime()), 1) };
  } catch (thrown) {
    if (thrown instanceof TransientError) return 'later';
    throw thrown;
  }
};

/** Least remaining time for a call to the provider: a hanging provider blocks all records behind it. */
const leastTimeMs = 20_000;

/** Sends the notification within the user's limit; defers it beyond the limit, behind a queue, or if the provider fails. */
const sendOrDefer = async (
  ports: NotifyPorts,
  notification: Notification,
  claim: Claim,
  deadline: Deadline,
): Promise<Remembered> => {
  const { queues, messages, clock, count } = ports;
  const { user_id } = notification;
  // First, because a text that cannot be rendered is a defect and must not enter the queue.
  const message = messages.render(notification);
  const turn = await changeAllowance(ports, user_id, async (before) => {
    const after = spend(before, limitsOf(ports, user_id), clock.now().getTime());
    if (after === undefined) return defer(ports, notification, claim, { before, pauseMs: 0, attempts: 0 });
    return (await queues.save(user_id, { before, after })) ? ('now' as const) : ('conflict' as const);
  });
  if (turn !== 'now') return turn;
  const attempts = deadline.remainingMs() < leastTimeMs ? 0 : 1;
  const answer = attempts === 0 ? 'later' : await callProvider(ports, notification, message);
  if (answer !== 'later') {
    count(answer.outcome?.state === 'FAILED' ? 'NotificationsFailed' : 'NotificationsSent');
    return answer;
  }
  return changeAllowance(ports, user_id, (before) =>
    defer(ports, notification, claim, { before, pauseMs: pauseAfter(1), attempts }),
  );
};

/**
 * Sends one notification on one channel, at least once. The intent is durable before the provider is called; without a stored
 * outcome (a crash, a lost answer) it is called again: two messages are better than none. An idempotent provider, such as the
 * mailbox, keeps the first.
 */
export const notify =
  (ports: NotifyPorts) =>
  async (notification: Notification, deadline: Deadline): Promise<Remembered> => {
    const remembered = await ports.notifications.once(notification, (claim) =>
      sendOrDefer(ports, notification, claim, deadline),
    );
    if (remembered !== 'in-flight') return remembered;
    throw new TransientError(`Another invocation is sending notification ${notification.notification_id}`);
  };
