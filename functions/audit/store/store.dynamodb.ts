import { type DynamoDBDocumentClient, PutCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { AuditPage } from '../model/chain-domain.ts';
import type { AuditStore } from '../model/ports.ts';
import { type PageItem, pageItem, pageOf } from './page-items.node.ts';

/** The audit trail in a DynamoDB table, keyed by `order_id` and `seq`. */
export const dynamodbAudit = (client: DynamoDBDocumentClient, table: string): AuditStore => ({
  pagesOf: async (orderId) => {
    const pages: AuditPage[] = [];
    let from: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'order_id = :order',
        ExpressionAttributeValues: { ':order': orderId },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      });
      const found = await request(() => client.send(query));
      pages.push(...((found.Items ?? []) as PageItem[]).map(pageOf));
      from = found.LastEvaluatedKey;
    } while (from !== undefined);
    return pages;
  },
  append: async (page) => {
    const put = new PutCommand({
      TableName: table,
      Item: pageItem(page),
      ConditionExpression: 'attribute_not_exists(order_id)',
    });
    // An SDK retry after a lost response conflicts with its own page: the caller rereads and finds it.
    return (await conditional(() => client.send(put))).ok ? 'appended' : 'conflict';
  },
});
