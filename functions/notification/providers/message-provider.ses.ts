import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { MessageProvider } from '../model/ports.ts';
import { clientOptions, deliveryOf } from './provider-failure.aws.ts';

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html: permanent errors. */
const permanent = new Map([
  ['MessageRejected', 'MESSAGE_REJECTED'],
  ['BadRequestException', 'ADDRESS_REJECTED'],
]);

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Mail by Amazon SES. Not idempotent: it sends a repeated message twice. */
export const sesProvider = (
  { sender }: { readonly sender: string },
  client = new SESv2Client(clientOptions),
): MessageProvider => ({
  send: async ({ notification_id, template }, message) => {
    if (message.channel !== 'email') throw new RangeError(`SES sends no ${message.channel}`);
    const command = new SendEmailCommand({
      FromEmailAddress: sender,
      Destination: { ToAddresses: [message.email] },
      Content: {
        Simple: {
          Subject: utf8(message.subject),
          Body: { Text: utf8(message.text), Html: utf8(message.html) },
          // Mail programs group a duplicate into the same thread, and support can find it.
          Headers: [{ Name: 'X-Notification-Id', Value: notification_id }],
        },
      },
      EmailTags: [{ Name: 'template', Value: template }],
    });
    try {
      await client.send(command);
      return { status: 'accepted' };
    } catch (thrown) {
      return deliveryOf(thrown, permanent);
    }
  },
});
