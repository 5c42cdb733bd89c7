import { beforeAll, describe, expect, it } from 'vitest';
import { mailboxPage, messageHtml } from '../../../bin/mailbox/mailbox-page.ts';
import { putAll } from '../../../functions/shared/runtime/dynamodb/dynamodb-batches.ts';
import { dynamodbLocal } from '../../support/dynamodb-fixture.ts';

const { client: dynamodb, newTable } = dynamodbLocal();

const message = (user: string, n: number, html?: string) => ({
  user_id: user,
  notification_id: String(n).padStart(5, '0'),
  template: 'order-paid',
  channel: 'email',
  text: `text ${n}`,
  sent_at: new Date(Date.UTC(2026, 10, 30) + ((n * 7) % 11) * 1_000).toISOString(),
  ...(html !== undefined && { html }),
});

describe('a page of the mailbox', () => {
  let mailbox: string;
  beforeAll(async () => {
    mailbox = await newTable('mailbox');
    const ada = [1, 2, 3].map((n) => message('ada', n, `<p>${n}</p>`));
    await putAll(dynamodb, mailbox, [...ada, ...Array.from({ length: 1_000 }, (_, n) => message(`user-${n % 9}`, n))]);
  });
  const table = () => ({ dynamodb, tables: { mailbox } });

  it('of a user has the newest first, without HTML', async () => {
    const { messages, more } = await mailboxPage(table(), 'ada');
    expect(more).toBe(false);
    expect(messages.map(({ notification_id }) => notification_id)).toEqual(['00003', '00001', '00002']);
    expect(messages.every((one) => one.has_html && !('html' in one))).toBe(true);
  });

  it('of all users is bounded, and reports that there are more', async () => {
    const { messages, more } = await mailboxPage(table());
    expect([messages.length, more]).toEqual([1_000, true]);
    expect(messages.map(({ sent_at }) => sent_at)).toEqual(
      messages
        .map(({ sent_at }) => sent_at)
        .toSorted()
        .toReversed(),
    );
  });

  it('has the HTML of one message apart', async () => {
    expect(await messageHtml(table(), 'ada', '00002')).toBe('<p>2</p>');
    expect(await messageHtml(table(), 'user-1', '00001')).toBeUndefined();
    expect(await messageHtml(table(), 'ada', 'none')).toBeUndefined();
  });
});
