import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { Sagas } from '../model/ports.ts';
import { emptyRecord, type SagaRecord } from '../model/saga-record-domain.ts';
import { attributeChanges, updateExpression } from './attribute-changes.dynamodb.ts';
import { documentOf } from './orders.dynamodb.ts';
import { attributesOf, recordOf } from './saga-item.dynamodb.ts';

/**
 * The order is as it was read. The version fences writers of this release, the status those of earlier ones, whose steps leave
 * the version as it is (ADR 0042).
 */
const isAsRead = ({ version, created }: SagaRecord) => ({
  condition: [
    version === undefined ? 'attribute_not_exists(#version)' : '#version = :read_version',
    created === undefined ? 'attribute_not_exists(#status)' : '#status = :read_status',
  ].join(' AND '),
  names: { '#version': 'version', '#status': 'status' },
  values: {
    ...(version !== undefined && { ':read_version': version }),
    ...(created && { ':read_status': created.status }),
  },
});

/** Records in the Orders table: the order as placed in its item `part = ORDER`, all that happens to it in `part = SAGA`. */
export const dynamoSagas = (client: DynamoDBDocumentClient, table: string): Sagas => ({
  load: async (orderId) => {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'order_id = :id',
      ExpressionAttributeValues: { ':id': orderId },
      ConsistentRead: true,
    });
    const { Items = [] } = await request(() => client.send(query));
    if (Items.length === 0) return undefined;
    const [order, saga] = ['ORDER', 'SAGA'].map((part) => Items.find((item) => item['part'] === part));
    return { ...recordOf(orderId, saga ?? {}), ...(order && { placed: documentOf(order) }) };
  },
  save: async (read, after) => {
    const before = read ?? emptyRecord(after.order_id);
    const changes = attributeChanges(attributesOf(before), attributesOf(after));
    if (changes === undefined) return after;
    const version = (before.version ?? 0) + 1;
    const update = updateExpression({ ...changes, set: { ...changes.set, version } });
    const { condition, names, values } = isAsRead(before);
    const saved = await conditional(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { order_id: after.order_id, part: 'SAGA' },
          UpdateExpression: update.UpdateExpression,
          ConditionExpression: condition,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...names },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...values },
        }),
      ),
    );
    return saved.ok ? { ...after, version } : undefined;
  },
});
