import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type MailboxMessage, mailboxLines } from '../../../bin/mailbox/mailbox-lines.ts';

const mail: MailboxMessage = {
  notification_id: 'n',
  user_id: 'ada',
  order_id: 'o',
  template: 'order-paid',
  channel: 'email',
  email: 'ada@customers.example',
  subject: 'Your order is paid',
  text: 'We have received 1.00 EUR.\n\nGoodbye.\n',
  html: '<p>We have received 1.00 EUR.</p>',
  sent_at: '2026-11-22T06:00:00.000Z',
};

const plain = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the lines of a message', () => {
  it('are one, and with the text of a mail if requested', () => {
    const head = '2026-11-22T06:00:00.000Z  email  ada@customers.example  Your order is paid';
    expect(plain(mailboxLines(mail, false))).toEqual([head]);
    expect(plain(mailboxLines(mail, true))).toEqual([head, '    We have received 1.00 EUR.', '', '    Goodbye.', '']);
  });

  it('of a text message are its text', () => {
    const message: MailboxMessage = {
      ...{ notification_id: 'n', user_id: 'ada', template: 'order-shipped', sent_at: mail.sent_at },
      ...{ channel: 'sms', phone: '+35312345678', text: 'On its way.' },
    };
    const line = '2026-11-22T06:00:00.000Z  sms    +35312345678  On its way.';
    expect(plain(mailboxLines(message, true))).toEqual([line]);
  });

  it('strip control characters of the terminal', () => {
    const hostile = { ...mail, subject: 'a\u001b[2Jb\u0007c', text: 'x\u001b]0;title\u0007y\rz' };
    const lines = mailboxLines(hostile, true).map((line) =>
      line.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', ''),
    );
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
    expect(lines[0]).toMatch(/abc$/);
  });
});
