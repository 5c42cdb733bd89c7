import type { Wiring } from '../shared/runtime/wiring.ts';
import { mustacheMessages } from './messages.mustache.ts';
import { powertoolsNotifications } from './notifications.powertools.ts';
import { dynamoQueues } from './queues.dynamodb.ts';
import type { NotificationSettings, SendEnvironment } from './send.env.ts';
import type { SendPorts } from './send.ts';

export const settingsOf = ({ NOTIFICATION_SETTINGS }: SendEnvironment): NotificationSettings =>
  JSON.parse(NOTIFICATION_SETTINGS) as NotificationSettings;

/** What both functions of the service tell users with. */
export const sendPorts = (
  { client, clock, environment }: Wiring<SendEnvironment>,
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
