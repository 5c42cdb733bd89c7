import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { Comparisons } from '../model/ports.ts';

/** Progress of the comparison with one gateway's statement, in a table keyed by `gateway`. */
export const dynamodbComparisons = (client: DynamoDBDocumentClient, table: string, gateway: string): Comparisons => ({
  comparedUntil: async () => {
    const get = new GetCommand({ TableName: table, Key: { gateway }, ConsistentRead: true });
    const { Item } = await request(() => client.send(get));
    return Item?.['compared_until'] as string | undefined;
  },
  advance: async (from, until) => {
    const put = new PutCommand({
      TableName: table,
      Item: { gateway, compared_until: until },
      ...(from === undefined
        ? { ConditionExpression: 'attribute_not_exists(gateway)' }
        : { ConditionExpression: 'compared_until = :from', ExpressionAttributeValues: { ':from': from } }),
    });
    await conditional(() => client.send(put));
  },
});
