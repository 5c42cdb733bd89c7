import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

/** Every item of a table. For the checks of a demonstration, not for a table of millions. */
export const scanAll = async <T extends object>(dynamodb: DynamoDBDocumentClient, table: string): Promise<T[]> => {
  const items: T[] = [];
  for await (const page of paginateScan({ client: dynamodb }, { TableName: table, ConsistentRead: true })) {
    items.push(...((page.Items ?? []) as T[]));
  }
  return items;
};
