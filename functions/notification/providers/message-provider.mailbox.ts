import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { conditional } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { MessageProvider } from '../model/ports.ts';

/**
 * A mailbox in place of mail and telephone: a table that keeps every message, to be read by whoever tries the platform out.
 * It knows a notification by its id, and keeps the first.
 */
export const mailboxProvider = (client: DynamoDBDocumentClient, table: string, clock: Clock): MessageProvider => ({
  send: async ({ user_id, notification_id, template, order_id }, message) => {
    const put = new PutCommand({
      TableName: table,
      Item: { user_id, notification_id, template, order_id, ...message, sent_at: timestamp(clock) },
      ConditionExpression: 'attribute_not_exists(user_id)',
    });
    await conditional(() => client.send(put));
    return { status: 'accepted' };
  },
});
