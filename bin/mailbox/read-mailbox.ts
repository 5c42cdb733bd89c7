import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../client/connection.ts';
import { scanAll } from '../client/scan-all.ts';
import type { MailboxMessage } from './mailbox-lines.ts';

export interface MailboxFilter {
  readonly user?: string;
  readonly order?: string;
}

const ofUser = async ({ dynamodb, tables }: Connection, user: string): Promise<MailboxMessage[]> => {
  const messages: MailboxMessage[] = [];
  const query = {
    TableName: tables.mailbox,
    KeyConditionExpression: 'user_id = :user',
    ExpressionAttributeValues: { ':user': user },
    ConsistentRead: true,
  };
  for await (const page of paginateQuery({ client: dynamodb }, query)) {
    messages.push(...((page.Items ?? []) as MailboxMessage[]));
  }
  return messages;
};

/** The messages that were sent on the local platform, the first sent first. */
export const readMailbox = async (
  connection: Connection,
  { user, order }: MailboxFilter,
): Promise<readonly MailboxMessage[]> => {
  const messages = await (user === undefined
    ? scanAll<MailboxMessage>(connection.dynamodb, connection.tables.mailbox)
    : ofUser(connection, user));
  const place = ({ sent_at, notification_id }: MailboxMessage): string => `${sent_at} ${notification_id}`;
  return messages
    .filter(({ order_id }) => order === undefined || order_id === order)
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
};
