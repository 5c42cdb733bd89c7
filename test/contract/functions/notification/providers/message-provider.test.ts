// Also tests functions/notification/providers
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustacheMessages } from '../../../../../functions/notification/messages/messages.mustache.ts';
import type { Notification } from '../../../../../functions/notification/model/domain.ts';
import { notificationsOf } from '../../../../../functions/notification/model/rules-domain.ts';
import { mailboxProvider } from '../../../../../functions/notification/providers/message-provider.mailbox.ts';
import { sesProvider } from '../../../../../functions/notification/providers/message-provider.ses.ts';
import { snsProvider } from '../../../../../functions/notification/providers/message-provider.sns.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { startAwsEndpoint } from '../../../../support/fakes/aws-endpoint.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { notifiedEvent } from '../../../../support/notification-events.ts';

const [mail, message] = notificationsOf(notifiedEvent('ORDER_SHIPPED'), {}) as readonly [Notification, Notification];
const { render } = mustacheMessages('de');

let aws: Awaited<ReturnType<typeof startAwsEndpoint>>;
beforeAll(async () => {
  aws = await startAwsEndpoint();
});
afterAll(() => aws.stop());

describe('mail by SES', () => {
  const provider = () => sesProvider({ sender: 'orders@orderstream.example' }, new SESv2Client(aws.client));
  const send = () => provider().send(mail, render(mail));
  const refusal = (name: string, text = 'no', status = 400) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ message: text }),
  });

  it('is sent with its texts, its sender and its id', async () => {
    aws.answer({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"MessageId":"1"}' });
    expect(await send()).toEqual({ status: 'accepted' });
    expect(aws.requests).toMatchObject([{ method: 'POST', path: '/v2/email/outbound-emails' }]);
    const rendered = render(mail);
    if (rendered.channel !== 'email') throw new Error('no mail');
    expect(JSON.parse(aws.requests[0]?.body ?? '')).toEqual({
      FromEmailAddress: 'orders@orderstream.example',
      Destination: { ToAddresses: ['ada@customers.example'] },
      Content: {
        Simple: {
          Subject: { Data: rendered.subject, Charset: 'UTF-8' },
          Body: {
            Text: { Data: rendered.text, Charset: 'UTF-8' },
            Html: { Data: rendered.html, Charset: 'UTF-8' },
          },
          Headers: [{ Name: 'X-Notification-Id', Value: mail.notification_id }],
        },
      },
      EmailTags: [{ Name: 'template', Value: 'order-shipped' }],
    });
  });

  it.each([
    ['BadRequestException', 'ADDRESS_REJECTED'],
    ['MessageRejected', 'MESSAGE_REJECTED'],
  ])('is rejected permanently with %s', async (name, reason) => {
    aws.answer(refusal(name));
    expect(await send()).toEqual({ status: 'rejected', reason });
  });

  it.each([
    refusal('TooManyRequestsException', 'slow down', 429),
    refusal('LimitExceededException'),
    refusal('SendingPausedException'),
    refusal('AccountSuspendedException'),
    refusal('AccessDeniedException', 'no right', 403),
    refusal('MessageRejected', 'Email address is not verified.'),
    refusal('InternalFailure', 'oh', 500),
    { status: 503, body: '<html>busy</html>' },
    undefined,
  ])('fails as transient after %j', async (answer) => {
    aws.answer(answer);
    await expect(send()).rejects.toThrow(TransientError);
  });

  it('rejects a text message', async () => {
    await expect(provider().send(message, render(message))).rejects.toThrow(RangeError);
  });
});

describe('a text message by SNS', () => {
  const provider = () => snsProvider({ senderId: 'orderstream' }, new SNSClient(aws.client));
  const send = () => provider().send(message, render(message));
  const xml = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/xml' }, body });
  const refusal = (code: string, text = 'no', status = 400) =>
    xml(
      status,
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );

  it('is sent to its phone number as transactional', async () => {
    aws.answer(
      xml(
        200,
        '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      ),
    );
    expect(await send()).toEqual({ status: 'accepted' });
    const form = Object.fromEntries(new URLSearchParams(aws.requests[0]?.body));
    expect(form).toMatchObject({
      Action: 'Publish',
      PhoneNumber: '+35312345678',
      Message: render(message).text,
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SenderID',
      'MessageAttributes.entry.1.Value.StringValue': 'orderstream',
      'MessageAttributes.entry.2.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.2.Value.StringValue': 'Transactional',
    });
  });

  it.each([
    ['InvalidParameter', 'Invalid parameter: PhoneNumber', 'ADDRESS_REJECTED'],
    ['InvalidParameter', 'Phone number is opted out', 'OPTED_OUT'],
    ['OptedOut', 'no', 'OPTED_OUT'],
    ['ValidationException', 'no', 'ADDRESS_REJECTED'],
  ])('is rejected permanently with %s: %s', async (code, text, reason) => {
    aws.answer(refusal(code, text));
    expect(await send()).toEqual({ status: 'rejected', reason });
  });

  it.each([
    refusal('Throttled', 'Rate exceeded', 429),
    refusal('ThrottlingException', 'Rate exceeded'),
    refusal('AuthorizationError', 'no right', 403),
    refusal('InternalError', 'oh', 500),
    undefined,
  ])('fails as transient after %j', async (answer) => {
    aws.answer(answer);
    await expect(send()).rejects.toThrow(TransientError);
  });

  it('rejects mail', async () => {
    await expect(provider().send(mail, render(mail))).rejects.toThrow(RangeError);
  });
});

describe('the mailbox', () => {
  const { client } = dynamodbLocal('mailbox');

  it('keeps each message, and only the first per id', async () => {
    const clock = new FixedClock();
    const provider = mailboxProvider(client, 'mailbox', clock);
    expect(await provider.send(mail, render(mail))).toEqual({ status: 'accepted' });
    clock.advance(60_000);
    expect(await provider.send(mail, render(mail))).toEqual({ status: 'accepted' });
    await provider.send(message, render(message));
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'mailbox' }));
    expect(Items).toHaveLength(2);
    const { user_id, notification_id, template, order_id } = mail;
    expect(Items).toContainEqual({
      ...{ user_id, notification_id, template, order_id, ...render(mail) },
      sent_at: '2026-11-22T06:00:00.000Z',
    });
    await provider.send(mail, render(mail)).finally(() => client.destroy());
  });
});
