import type { DomainEvent } from '../../shared/runtime/idioms/domain-event.ts';
import type { Deadline, Idiom } from '../../shared/runtime/idioms/idiom.ts';
import { noDeadline } from '../../shared/runtime/idioms/idiom.ts';
import { transition } from '../../shared/runtime/idioms/transition.ts';
import { type NotifiedEvent, notificationsOf, type OperationsContact, userOf } from '../model/rules-domain.ts';
import { eventsOf } from './notification-event.ts';
import { type NotifyPorts, notify } from './notify.ts';

export interface SendPorts extends NotifyPorts {
  readonly operations: OperationsContact;
}

/** Users notified at one time. */
const concurrency = 16;

/**
 * Notifies users of events of their orders, in order per user. Each notification has its own stored state: a redelivered event
 * re-emits from it and sends nothing.
 */
export const send = (ports: SendPorts): Idiom<NotifiedEvent> => {
  const { operations, count } = ports;
  const notifyUser = notify(ports);
  const emitted = async (event: NotifiedEvent, deadline: Deadline): Promise<readonly DomainEvent[]> => {
    const notifications = notificationsOf(event, operations);
    if (notifications.length === 0) count('NotificationsSkipped');
    const emit: DomainEvent[] = [];
    for (const notification of notifications)
      emit.push(...eventsOf(notification, await notifyUser(notification, deadline)));
    return emit;
  };
  return (received, deadline = noDeadline) =>
    transition<NotifiedEvent>({
      concurrency,
      // An event without a user has its own key: it is in no user's order.
      key: (event) => userOf(event, operations) ?? event.event_id,
      apply: async (_user, events) => {
        const emit: DomainEvent[] = [];
        for (const event of events) emit.push(...(await emitted(event, deadline)));
        return { emit, rejected: [] };
      },
    })(received);
};
