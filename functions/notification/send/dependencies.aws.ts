import { notification } from '../../../schemas/functions/notification.ts';
import type { Channel } from '../../../schemas/generated/types.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { MessageProvider } from '../model/ports.ts';
import { mailboxProvider } from '../providers/message-provider.mailbox.ts';
import type { NotificationSettings, SendEnvironment } from './send.env.ts';
import { settingsOf } from './send-ports.dynamodb.ts';

/** Mail by SES, text messages by SNS, each imported at its first message: most stages use neither. */
const awsProvider = ({ sender, senderId }: NotificationSettings): MessageProvider => {
  const load = {
    email: async () => (await import('../providers/message-provider.ses.ts')).sesProvider({ sender }),
    sms: async () => (await import('../providers/message-provider.sns.ts')).snsProvider({ senderId }),
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

/** The dependencies of both functions of the service, by the stage's settings. */
export const notificationDependencies = () => {
  const environment = readEnvironment<SendEnvironment>(notification['notification/send'].environment);
  const settings = settingsOf(environment);
  const client = documentClient();
  const provider =
    settings.provider === 'aws' ? awsProvider(settings) : mailboxProvider(client, environment.MAILBOX_TABLE, clock);
  return { environment, dependencies: { client, clock, environment }, provider };
};
