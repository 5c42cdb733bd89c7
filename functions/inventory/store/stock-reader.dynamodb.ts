import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { StockReader } from '../model/ports.ts';
import { recordOf } from './ledger-item.dynamodb.ts';

/** Stocks as the ledger keeps them. @param table keyed by `sku`. */
export const dynamodbStockReader = (client: DynamoDBDocumentClient, table: string): StockReader => ({
  find: async (sku) => {
    const get = new GetCommand({ TableName: table, Key: { sku }, ConsistentRead: true });
    const { Item } = await request(() => client.send(get));
    return Item && recordOf(Item);
  },
});
