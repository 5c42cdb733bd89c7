import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deadLetter, topics } from '../../../schemas/topics.ts';
import { gatheredPuts, gatheredReads } from '../../shared/runtime/dynamodb/gathered.ts';
import type { Hold, Holds } from '../model/ports.ts';

const secondsPerDay = 86_400;

/** An event that is dead-lettered on its last day, and replayed on the dead letter's last day, still finds its hold. */
const keptDays =
  2 * Math.max(topics['orders.created'].retentionDays, topics['payments.completed'].retentionDays) +
  deadLetter.retentionDays;

const keyNames = ['order_id'];

/**
 * Holds in DynamoDB, read and written together for the orders of a batch.
 * @param table keyed by `order_id`; `expires_at` is its time to live.
 */
export const dynamodbHolds = (client: DynamoDBDocumentClient, table: string): Holds => {
  const put = gatheredPuts(client, table, keyNames);
  const read = gatheredReads(client, table, keyNames, { ConsistentRead: true });
  return {
    open: (hold, now) => {
      const expires_at = Math.floor(now.getTime() / 1_000) + keptDays * secondsPerDay;
      return put({ ...hold, expires_at });
    },
    find: async (orderId) => (await read({ order_id: orderId })) as Hold | undefined,
  };
};
