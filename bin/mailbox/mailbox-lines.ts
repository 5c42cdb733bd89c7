import { stripVTControlCharacters, styleText } from 'node:util';

/** One message in the local mailbox, as the notification service put it there. */
export interface MailboxMessage {
  readonly notification_id: string;
  readonly user_id: string;
  readonly order_id?: string;
  readonly template: string;
  readonly channel: 'email' | 'sms';
  readonly email?: string;
  readonly phone?: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly sent_at: string;
}

/** Text of customers must not control the operator's terminal. */
const printable = (text: string): string => stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n]/gu, '');

/** A message as lines: time, channel, address and subject; its text below, if requested. */
export const mailboxLines = (message: MailboxMessage, full: boolean): readonly string[] => {
  const { sent_at, channel, email, phone, subject, text } = message;
  const about = styleText('bold', printable(subject ?? text));
  const head = `${sent_at}  ${channel.padEnd(5)}  ${printable(email ?? phone ?? '')}  ${about}`;
  if (!full || subject === undefined) return [head];
  return [
    head,
    ...printable(text.trim())
      .split('\n')
      .map((line) => `    ${line}`.trimEnd()),
    '',
  ];
};
