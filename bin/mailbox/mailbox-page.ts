import { GetCommand, paginateQuery, paginateScan, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../client/connection.ts';
import type { MailboxMessage } from './mailbox-lines.ts';

/** Without its HTML. */
type MessageHead = Omit<MailboxMessage, 'html'> & { readonly has_html: boolean };

export interface MailboxPage {
  /** The newest first. */
  readonly messages: readonly MessageHead[];
  /** There are more than are read: the messages of one user may be complete. */
  readonly more: boolean;
}

const mostRead = 1_000;

const read = async (pages: AsyncIterable<Pick<QueryCommandOutput, 'Items'>>): Promise<MailboxMessage[]> => {
  const messages: MailboxMessage[] = [];
  for await (const { Items = [] } of pages) {
    messages.push(...(Items as MailboxMessage[]));
    if (messages.length > mostRead) break;
  }
  return messages;
};

const head = ({ html, ...message }: MailboxMessage): MessageHead => ({ ...message, has_html: html !== undefined });

/** As much of a connection as reaches the mailbox. */
type MailboxTable = Pick<Connection, 'dynamodb'> & { readonly tables: Pick<Connection['tables'], 'mailbox'> };

/** Messages of the local mailbox, of one user or of all; at most a thousand, whatever the size of the mailbox. */
export const mailboxPage = async ({ dynamodb: client, tables }: MailboxTable, user?: string): Promise<MailboxPage> => {
  const table = { TableName: tables.mailbox, Limit: mostRead, ConsistentRead: true };
  const messages = await read(
    user === undefined
      ? paginateScan({ client }, table)
      : paginateQuery(
          { client },
          { ...table, KeyConditionExpression: 'user_id = :user', ExpressionAttributeValues: { ':user': user } },
        ),
  );
  const newestFirst = messages.toSorted((one, other) => (one.sent_at < other.sent_at ? 1 : -1));
  return { messages: newestFirst.slice(0, mostRead).map(head), more: messages.length > mostRead };
};

/** The HTML of one message; undefined if there is none. */
export const messageHtml = async (
  { dynamodb, tables }: MailboxTable,
  user: string,
  notification: string,
): Promise<string | undefined> => {
  const key = { user_id: user, notification_id: notification };
  const { Item } = await dynamodb.send(new GetCommand({ TableName: tables.mailbox, Key: key }));
  return (Item as MailboxMessage | undefined)?.html;
};
