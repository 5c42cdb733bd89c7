import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { getAll, keysPerRead } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { gathered } from '../../shared/runtime/dynamodb/gathered.ts';
import type { Attributes } from './attribute-changes.dynamodb.ts';

const parts = ['ORDER', 'SAGA'] as const;

/** Orders that one request reads, each with both of its possible rows. */
export const ordersPerRead = keysPerRead / parts.length;

/**
 * Reads the rows of orders as they were last written. Orders that are asked for at the same time are read by one request; a single
 * one by a query, which costs half as much: a key without an item counts as a read, too.
 *
 * @returns a function of an order's id. It throws {@link TransientError}.
 */
export const orderRows = (
  client: DynamoDBDocumentClient,
  table: string,
): ((orderId: string) => Promise<readonly Attributes[]>) => {
  const asWritten = { ConsistentRead: true } as const;
  const rowsOf = async (orderId: string): Promise<readonly Attributes[]> => {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'order_id = :id',
      ExpressionAttributeValues: { ':id': orderId },
      ...asWritten,
    });
    return (await request(() => client.send(query))).Items ?? [];
  };
  return gathered(async (orderIds) => {
    const [first, ...others] = new Set(orderIds);
    if (first === undefined) return [];
    if (others.length === 0) {
      const rows = await rowsOf(first);
      return orderIds.map(() => rows);
    }
    const keys = [first, ...others].flatMap((order_id) => parts.map((part) => ({ order_id, part })));
    const found = Map.groupBy(await getAll(client, table, keys, asWritten), ({ order_id }) => order_id);
    return orderIds.map((orderId) => found.get(orderId) ?? []);
  }, ordersPerRead);
};
