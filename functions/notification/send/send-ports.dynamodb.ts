import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import { mustacheMessages } from '../messages/messages.mustache.ts';
import { powertoolsNotifications } from '../store/notifications.powertools.ts';
import { dynamoQueues } from '../store/queues.dynamodb.ts';
import type { NotificationSettings, SendEnvironment } from './send.env.ts';
import type { SendPorts } from './send.ts';

export const settingsOf = ({ NOTIFICATION_SETTINGS }: SendEnvironment): NotificationSettings =>
  JSON.parse(NOTIFICATION_SETTINGS) as NotificationSettings;

/** The ports of both functions of the service. */
export const sendPorts = (
  { client, clock, environment }: Dependencies<SendEnvironment>,
  { provider, count }: Pick<SendPorts, 'provider' | 'count'>,
): SendPorts => {
  const { locale, limits, operations } = settingsOf(environment);
  return {
    notifications: powertoolsNotifications(client, environment.NOTIFICATIONS_TABLE),
    queues: dynamoQueues(client, environment.NOTIFICATIONS_TABLE),
    messages: mustacheMessages(locale),
    provider,
    clock,
    count,
    limits,
    operations,
  };
};
