import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { deadLetter, topics } from '../../../schemas/topics.ts';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { Hold, Holds } from '../model/ports.ts';

const secondsPerDay = 86_400;

/** An event that is dead-lettered on its last day, and replayed on the dead letter's last day, still finds its hold. */
const keptDays =
  2 * Math.max(topics['orders.created'].retentionDays, topics['payments.completed'].retentionDays) +
  deadLetter.retentionDays;

/** Holds in DynamoDB. @param table keyed by `order_id`; `expires_at` is its time to live. */
export const dynamodbHolds = (client: DynamoDBDocumentClient, table: string): Holds => ({
  open: async (hold, now) => {
    const expires_at = Math.floor(now.getTime() / 1_000) + keptDays * secondsPerDay;
    await request(() => client.send(new PutCommand({ TableName: table, Item: { ...hold, expires_at } })));
  },
  find: async (orderId) => {
    const get = new GetCommand({ TableName: table, Key: { order_id: orderId }, ConsistentRead: true });
    const { Item } = await request(() => client.send(get));
    return Item as Hold | undefined;
  },
});
