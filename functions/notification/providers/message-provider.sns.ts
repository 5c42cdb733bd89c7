import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { MessageProvider } from '../model/ports.ts';
import { clientOptions, deliveryOf } from './provider-failure.aws.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: permanent errors. */
const permanent = new Map([
  ['InvalidParameterException', 'ADDRESS_REJECTED'],
  ['InvalidParameterValueException', 'ADDRESS_REJECTED'],
  ['ValidationException', 'ADDRESS_REJECTED'],
  ['OptedOutException', 'OPTED_OUT'],
]);

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Text messages by Amazon SNS. Not idempotent: it sends a repeated message twice. */
export const snsProvider = (
  { senderId }: { readonly senderId: string },
  client = new SNSClient(clientOptions),
): MessageProvider => ({
  send: async (_notification, message) => {
    if (message.channel !== 'sms') throw new RangeError(`SNS sends no ${message.channel}`);
    const command = new PublishCommand({
      PhoneNumber: message.phone,
      Message: message.text,
      MessageAttributes: {
        'AWS.SNS.SMS.SenderID': attribute(senderId),
        'AWS.SNS.SMS.SMSType': attribute('Transactional'),
      },
    });
    try {
      await client.send(command);
      return { status: 'accepted' };
    } catch (thrown) {
      return deliveryOf(thrown, permanent);
    }
  },
});
