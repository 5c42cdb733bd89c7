import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dueAgainAttributes, dueAttributes, dueItems } from '../../shared/runtime/dynamodb/due-work.ts';
import { conditional } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { DueOrders } from '../model/ports.ts';
import { updateExpression } from './update-expression.dynamodb.ts';

interface Key {
  readonly order_id: string;
}

/** Later than any time. */
const everAfter = '9999';

/** The saga's records by the index of due times. */
export const dynamoDueOrders = (client: DynamoDBDocumentClient, table: string): DueOrders => ({
  before: async (time, limit) =>
    (await dueItems<Key>(client, table, { before: time, limit })).map(({ order_id }) => order_id),
  repaired: async (limit) =>
    (await dueItems<Key>(client, table, { before: everAfter, limit, onlyRepeated: true })).map(
      ({ order_id }) => order_id,
    ),
  postpone: async (orderId, seen, next) => {
    const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = updateExpression(
      next === undefined
        ? { remove: ['due_shard', 'due_at', 'repairs'] }
        : {
            set: {
              ...(next.attempts > 0 ? dueAgainAttributes(next.at) : dueAttributes(orderId, next.at)),
              repairs: next.attempts,
            },
          },
    );
    const written = await conditional(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { order_id: orderId, part: 'SAGA' },
          UpdateExpression,
          ConditionExpression: '#due_at = :seen',
          ExpressionAttributeNames,
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':seen': seen },
        }),
      ),
    );
    return written.ok;
  },
});
