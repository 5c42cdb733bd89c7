import type { NotificationDeferred, NotificationFailed, NotificationSent } from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId } from '../../shared/kernel/ids.ts';
import type { Deferral, Notification, Outcome, Remembered } from '../model/domain.ts';
import { userIdInEvents } from '../model/rules-domain.ts';

type NotificationEvent = NotificationSent | NotificationFailed | NotificationDeferred;

const shared = (
  { notification_id, user_id, address, template, order_id, correlation_id, trace_id }: Notification,
  type: NotificationEvent['type'],
  { timestamp, source, attempt }: { readonly timestamp: string; readonly source: string; readonly attempt: number },
) => ({
  event_id: eventId(notification_id, type),
  timestamp,
  metadata: metadataOf(type, { correlation_id, source, attempt }),
  trace_id,
  notification_id,
  user_id: userIdInEvents(user_id),
  channel: address.channel,
  template,
  ...(order_id !== undefined && { order_id }),
});

const deferredEvent = (notification: Notification, { at, due_at }: Deferral): NotificationDeferred => ({
  type: 'NOTIFICATION_DEFERRED',
  ...shared(notification, 'NOTIFICATION_DEFERRED', { timestamp: at, source: 'notification/send', attempt: 1 }),
  state: 'DEFERRED',
  due_at,
});

/** @param deferred whether `notification/deferred` emitted it first: a re-emitted event keeps its source, so that its bytes are equal. */
const outcomeEvent = (notification: Notification, outcome: Outcome, deferred: boolean): NotificationEvent => {
  const { at: timestamp, attempt } = outcome;
  const how = { timestamp, attempt, source: deferred ? 'notification/deferred' : 'notification/send' };
  return outcome.state === 'SENT'
    ? {
        type: 'NOTIFICATION_SENT',
        ...shared(notification, 'NOTIFICATION_SENT', how),
        state: 'SENT',
        sent_at: timestamp,
      }
    : {
        type: 'NOTIFICATION_FAILED',
        ...shared(notification, 'NOTIFICATION_FAILED', how),
        state: 'FAILED',
        reason: outcome.reason,
      };
};

/** Derived from the stored state only: the same bytes on every delivery. */
export const eventsOf = (
  notification: Notification,
  { deferral, outcome }: Remembered,
): readonly NotificationEvent[] => [
  ...(deferral ? [deferredEvent(notification, deferral)] : []),
  ...(outcome ? [outcomeEvent(notification, outcome, deferral !== undefined)] : []),
];

/** The final event of a deferred notification. */
export const endOf = (notification: Notification, outcome: Outcome): NotificationEvent =>
  outcomeEvent(notification, outcome, true);
