import type { Channel } from '../../schemas/generated/types.ts';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { mailboxProvider } from './message-provider.mailbox.ts';
import { mustacheMessages } from './messages.mustache.ts';
import { powertoolsNotifications } from './notifications.powertools.ts';
import type { Count, MessageProvider } from './ports.ts';
import { dynamoQueues } from './queues.dynamodb.ts';
import type { NotificationSettings, SendEnvironment } from './send.env.ts';
import type { SendPorts } from './send.ts';

/** Mail by SES, text messages by SNS, each loaded with its first message: most stages have neither. */
const awsProvider = ({ sender, senderId }: NotificationSettings): MessageProvider => {
  const load = {
    email: async () => (await import('./message-provider.ses.ts')).sesProvider({ sender }),
    sms: async () => (await import('./message-provider.sns.ts')).snsProvider({ senderId }),
  };
  const loaded = new Map<Channel, Promise<MessageProvider>>();
  return {
    send: async (notification, message) => {
      const { channel } = message;
      const provider = loaded.get(channel) ?? load[channel]();
      loaded.set(channel, provider);
      return (await provider).send(notification, message);
    },
  };
};

/** What both functions of the service work with, as the stage is configured. */
export const notificationPorts = (count: Count) => {
  const names = { NOTIFICATIONS_TABLE: true, MAILBOX_TABLE: true, NOTIFICATION_SETTINGS: true } as const;
  const environment = readEnvironment<SendEnvironment>(names);
  const settings = JSON.parse(environment.NOTIFICATION_SETTINGS) as NotificationSettings;
  const client = documentClient();
  const ports: SendPorts = {
    notifications: powertoolsNotifications(client, environment.NOTIFICATIONS_TABLE),
    queues: dynamoQueues(client, environment.NOTIFICATIONS_TABLE),
    messages: mustacheMessages(settings.locale),
    provider:
      settings.provider === 'aws' ? awsProvider(settings) : mailboxProvider(client, environment.MAILBOX_TABLE, clock),
    clock,
    count,
    limits: settings.limits,
    operations: settings.operations,
  };
  return { environment, ports };
};
