import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { StatementProgress } from './ports.ts';

/** The progress of the comparison with one gateway's statement. */
export const dynamodbStatementProgress = (
  client: DynamoDBDocumentClient,
  table: string,
  gateway: string,
): StatementProgress => ({
  comparedUntil: async () => {
    const get = new GetCommand({ TableName: table, Key: { gateway } });
    const { Item } = await request(() => client.send(get));
    return Item?.['compared_until'] as string | undefined;
  },
});
