import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { conditional } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { MessageProvider } from '../model/ports.ts';

/**
 * Stores every message in a table instead of sending it, for stages without mail and telephone. Idempotent by notification id:
 * keeps the first message.
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
