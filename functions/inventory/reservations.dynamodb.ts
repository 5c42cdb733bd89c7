import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { request } from '../shared/runtime/dynamodb-errors.ts';
import type { ReservationReader, ReservedLine } from './ports.ts';

/** Reads the reservations that the ledger keeps, by order. @param table keyed by `order_id` and `sku`. */
export const dynamodbReservations = (client: DynamoDBDocumentClient, table: string): ReservationReader => ({
  linesOf: async (orderId) => {
    const lines: ReservedLine[] = [];
    let from: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'order_id = :order',
        ExpressionAttributeValues: { ':order': orderId },
        ProjectionExpression: 'sku, qty',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      });
      const page = await request(() => client.send(query));
      lines.push(...((page.Items ?? []) as ReservedLine[]));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return lines;
  },
});
