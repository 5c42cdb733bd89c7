import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { topics } from '../../schemas/catalogue.ts';
import { dueAttributes, dueItems } from '../shared/runtime/due-work.ts';
import { conditional } from '../shared/runtime/dynamodb-errors.ts';
import type { ExpiredHold, Hold, Holds } from './ports.ts';

const secondsPerDay = 86_400;

/** An event that was retained to its last day, delivered again, still finds what the order held. */
const keptDays = 2 * Math.max(topics['orders.created'].retentionDays, topics['payments.completed'].retentionDays);

/** Holds in DynamoDB. @param table keyed by `order_id`, with the index of what is due; `expires_at` is its time to live. */
export const dynamodbHolds = (client: DynamoDBDocumentClient, table: string): Holds => {
  const update = async (orderId: string, condition: string, expression: string, values: object) => {
    const updated = await conditional(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { order_id: orderId },
          ConditionExpression: condition,
          UpdateExpression: expression,
          ExpressionAttributeValues: { ...values },
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return updated.ok ? updated.value.Attributes : undefined;
  };
  return {
    open: async ({ due_at, ...hold }) => {
      const Item = { ...hold, ...dueAttributes(hold.order_id, due_at) };
      const put = new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(order_id)' });
      await conditional(() => client.send(put));
    },
    close: async (orderId, now) => {
      const gone = Math.floor(now.getTime() / 1_000) + keptDays * secondsPerDay;
      const ended = 'SET expires_at = if_not_exists(expires_at, :gone) REMOVE due_shard, due_at';
      return (await update(orderId, 'attribute_exists(order_id)', ended, { ':gone': gone })) as Hold | undefined;
    },
    overdue: async (now, limit) => {
      const due = await dueItems<Pick<Hold, 'order_id'>>(client, table, { before: now.toISOString(), limit });
      return due.map(({ order_id }) => order_id);
    },
    expire: async (orderId, now) => {
      const noted = 'SET expired_at = if_not_exists(expired_at, :now)';
      const values = { ':now': now.toISOString() };
      return (await update(orderId, 'due_at < :now', noted, values)) as ExpiredHold | undefined;
    },
  };
};
