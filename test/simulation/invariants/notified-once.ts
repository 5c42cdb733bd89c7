import type { Notification } from '../../../functions/notification/model/domain.ts';
import {
  type NotifiedEvent,
  notificationsOf,
  type OperationsContact,
  rules,
} from '../../../functions/notification/model/rules-domain.ts';
import type { NotificationsEventsEvent } from '../../../schemas/generated/types.ts';
import type { Watcher } from '../world/run-plan.ts';
import { environmentOf } from '../world/settings.ts';
import type { World } from '../world/world.ts';
import { itemsOf } from './changed-items.ts';
import { eventOf, firstOccurrences } from './first-occurrences.ts';
import { excuseOf } from './notified-twice.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('notified once');

interface MailboxItem {
  readonly notification_id: string;
}

const isNotified = (event: { readonly type: string }): event is NotifiedEvent => Object.hasOwn(rules, event.type);

/** The notifications that the facts in Kafka require. */
const wanted = (world: World): ReadonlyMap<string, Notification> => {
  const { operations } = JSON.parse(environmentOf(world.plan).NOTIFICATION_SETTINGS) as {
    readonly operations: OperationsContact;
  };
  const notifications = new Map<string, Notification>();
  for (const topic of ['orders.created', 'payments.completed', 'inventory.updated']) {
    for (const record of firstOccurrences(world).of(topic)) {
      const event = eventOf(record);
      if (!isNotified(event)) continue;
      for (const notification of notificationsOf(event, operations))
        notifications.set(notification.notification_id, notification);
    }
  }
  return notifications;
};

/** By notification: its emitted end. */
const ends = (world: World): ReadonlyMap<string, NotificationsEventsEvent> => {
  const found = new Map<string, NotificationsEventsEvent>();
  for (const record of firstOccurrences(world).of('notifications.events')) {
    const event = eventOf(record) as NotificationsEventsEvent;
    if (event.type !== 'NOTIFICATION_DEFERRED') found.set(event.notification_id, event);
  }
  return found;
};

const deliveries = (world: World): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  const sent =
    world.plan.modes.provider === 'mailbox'
      ? itemsOf<MailboxItem>(world, 'mailbox').map(({ notification_id }) => notification_id)
      : world.delivered.map(({ notificationId }) => notificationId);
  for (const id of sent) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

/** Drained, every required notification was sent once: or, for a known reason, more often; never not at all. */
export const notifiedOnce = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    if (!world.plan.modes.bystanders) return;
    const [notifications, ended, delivered] = [wanted(world), ends(world), deliveries(world)];
    for (const [id, { template, order_id, address }] of notifications) {
      const name = `${template} of order ${order_id} by ${address.channel} (${id})`;
      const end = ended.get(id);
      require(end !== undefined, () => `${name} never ended`);
      const times = delivered.get(id) ?? 0;
      require(end.state !== 'SENT' || times > 0, () => `${name} counts as sent, and was not delivered`);
      const most = end.state === 'SENT' ? 1 : 0;
      require(times <= most || excuseOf(world, id) !== undefined, () =>
        `${name} is ${end.state}, was delivered ${times} times, and nothing went wrong`);
    }
    for (const id of [...ended.keys(), ...delivered.keys()])
      require(notifications.has(id), () => `Notification ${id} belongs to no fact`);
  },
});
