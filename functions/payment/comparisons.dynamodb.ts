import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../shared/runtime/dynamodb-errors.ts';
import type { Comparisons } from './ports.ts';

/** Among the payments, under a key that is no order's. */
const Key = { order_id: 'STATEMENT' } as const;

/** How far the comparison went, in an item of the payments' table. */
export const dynamodbComparisons = (client: DynamoDBDocumentClient, table: string): Comparisons => ({
  comparedUntil: async () => {
    const get = new GetCommand({ TableName: table, Key, ConsistentRead: true });
    const { Item } = await request(() => client.send(get));
    return Item?.['compared_until'] as string | undefined;
  },
  goOn: async (from, until) => {
    const put = new PutCommand({
      TableName: table,
      Item: { ...Key, compared_until: until },
      ...(from === undefined
        ? { ConditionExpression: 'attribute_not_exists(order_id)' }
        : { ConditionExpression: 'compared_until = :from', ExpressionAttributeValues: { ':from': from } }),
    });
    await conditional(() => client.send(put));
  },
});
