import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ops } from '../../../schemas/functions/ops.ts';
import type { LedgerStock } from '../../../schemas/generated/types.ts';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { StockBook } from './ports.ts';
import { projected } from './projected.dynamodb.ts';

const readsWhat = { ...projected(ops['ops/conservation'].environment.STOCK_TABLE.attributes), ConsistentRead: true };

/** The stocks in their table, in no order, by pages of its scan. */
export const dynamodbStockBook = (client: DynamoDBDocumentClient, table: string): StockBook => ({
  page: async (from, limit) => {
    const scan = new ScanCommand({
      TableName: table,
      Limit: limit,
      ...readsWhat,
      ...(from !== undefined && { ExclusiveStartKey: { sku: from } }),
    });
    const { Items = [], LastEvaluatedKey: last } = await request(() => client.send(scan));
    return { entries: Items as unknown as readonly LedgerStock[], ...(last && { next: String(last['sku']) }) };
  },
});
