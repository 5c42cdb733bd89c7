import { type Deadline, type Idiom, noDeadline } from '../shared/runtime/idioms/batch.ts';
import type { DomainEvent } from '../shared/runtime/idioms/domain-event.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { eventsOf } from './notification-event.ts';
import { type NotifyPorts, notify } from './notify.ts';
import { notificationsOf, type OperationsContact, type ToldEvent, userOf } from './rules-domain.ts';

export interface SendPorts extends NotifyPorts {
  readonly operations: OperationsContact;
}

/** Users told at one time. */
const concurrency = 16;

/**
 * Tells users what happened to their orders, each user's facts in their order. Each notification is remembered on its own:
 * what is delivered again is said again from that, and sent to nobody.
 */
export const send = (ports: SendPorts): Idiom<ToldEvent> => {
  const { operations, count } = ports;
  const tell = notify(ports);
  const emitted = async (event: ToldEvent, deadline: Deadline): Promise<readonly DomainEvent[]> => {
    const notifications = notificationsOf(event, operations);
    if (notifications.length === 0) count('NotificationsSkipped');
    const emit: DomainEvent[] = [];
    for (const notification of notifications) emit.push(...eventsOf(notification, await tell(notification, deadline)));
    return emit;
  };
  return (received, deadline = noDeadline) =>
    transition<ToldEvent>({
      concurrency,
      // An event without a user is on its own: there is nobody whose order it could disturb.
      key: (event) => userOf(event, operations) ?? event.event_id,
      settle: async (_user, events) => {
        const emit: DomainEvent[] = [];
        for (const event of events) emit.push(...(await emitted(event, deadline)));
        return { emit, rejected: [] };
      },
    })(received);
};
