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

/** Races lost in a row for one user's allowance before the event is left to another delivery. */
const conflictLimit = 8;

export const limitsOf = ({ limits }: Pick<NotifyPorts, 'limits'>, userId: string): Limits =>
  userId === operationsUser ? limits.operations : limits.user;

/** Tries a change of the user's allowance as it stands, until nobody else came first. */
export const changing = async <T>(
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

/** To the end of the user's queue. */
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

/** The provider's answer as it is to be remembered; `later` where there is none. */
const ask = async (
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

/** A provider that hangs for so long is not asked any more: everybody else's record waits behind it. */
const patienceMs = 20_000;

/** Sent if the user may have it and nobody waits before it; to the queue otherwise, or where the provider cannot now. */
const sendOrDefer = async (
  ports: NotifyPorts,
  notification: Notification,
  claim: Claim,
  deadline: Deadline,
): Promise<Remembered> => {
  const { queues, messages, clock, count } = ports;
  const { user_id } = notification;
  // First of all: what cannot be said is a defect, and never waits in a queue.
  const message = messages.render(notification);
  const turn = await changing(ports, user_id, async (before) => {
    const after = spend(before, limitsOf(ports, user_id), clock.now().getTime());
    if (after === undefined) return defer(ports, notification, claim, { before, pauseMs: 0, attempts: 0 });
    return (await queues.save(user_id, { before, after })) ? ('now' as const) : ('conflict' as const);
  });
  if (turn !== 'now') return turn;
  const attempts = deadline.remainingMs() < patienceMs ? 0 : 1;
  const asked = attempts === 0 ? 'later' : await ask(ports, notification, message);
  if (asked !== 'later') {
    count(asked.outcome?.state === 'FAILED' ? 'NotificationsFailed' : 'NotificationsSent');
    return asked;
  }
  return changing(ports, user_id, (before) =>
    defer(ports, notification, claim, { before, pauseMs: pauseAfter(1), attempts }),
  );
};

/**
 * Tells one fact on one channel, once. The intent is durable before the provider is asked; found without an outcome (a crash,
 * an answer that was not stored) it is asked again: told twice is better than never. A provider that knows the notification's
 * id, as the mailbox does, keeps the first.
 */
export const notify =
  (ports: NotifyPorts) =>
  async (notification: Notification, deadline: Deadline): Promise<Remembered> => {
    const remembered = await ports.notifications.once(notification, (claim) =>
      sendOrDefer(ports, notification, claim, deadline),
    );
    if (remembered !== 'in-flight') return remembered;
    throw new TransientError(`Somebody else is at notification ${notification.notification_id}`);
  };
