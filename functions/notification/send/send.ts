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

/** Users told at one time. */
const concurrency = 16;

/**
 * Tells users what happened to their orders, each user's facts in their order. Each notification is remembered on its own:
 * what is delivered again is said again from that, and sent to nobody.
 */
export const send = (ports: SendPorts): Idiom<NotifiedEvent> => {
  const { operations, count } = ports;
  const tell = notify(ports);
  const emitted = async (event: NotifiedEvent, deadline: Deadline): Promise<readonly DomainEvent[]> => {
    const notifications = notificationsOf(event, operations);
    if (notifications.length === 0) count('NotificationsSkipped');
    const emit: DomainEvent[] = [];
    for (const notification of notifications) emit.push(...eventsOf(notification, await tell(notification, deadline)));
    return emit;
  };
  return (received, deadline = noDeadline) =>
    transition<NotifiedEvent>({
      concurrency,
      // An event without a user is on its own: there is nobody whose order it could disturb.
      key: (event) => userOf(event, operations) ?? event.event_id,
      apply: async (_user, events) => {
        const emit: DomainEvent[] = [];
        for (const event of events) emit.push(...(await emitted(event, deadline)));
        return { emit, rejected: [] };
      },
    })(received);
};
