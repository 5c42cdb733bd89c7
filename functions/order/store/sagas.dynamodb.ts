import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { topics } from '../../../schemas/topics.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { isPlaced } from '../model/placed-domain.ts';
import type { Sagas } from '../model/ports.ts';
import { emptyRecord, type SagaRecord } from '../model/saga-record-domain.ts';
import {
  type AttributeChanges,
  type Attributes,
  attributeChanges,
  updateExpression,
} from './attribute-changes.dynamodb.ts';
import { storedRecord } from './legacy-rows.dynamodb.ts';
import { orderRows } from './order-rows.dynamodb.ts';
import { placedAttributes } from './placed-item.dynamodb.ts';
import { attributesOf } from './saga-item.dynamodb.ts';

/**
 * A provisional order outlives its event by a day: Kafka may deliver ORDER_CREATED until its retention ends. If the event was never
 * published, the order expires after that.
 */
const provisionalSeconds = (topics['orders.created'].retentionDays + 1) * 86_400;

/** The row is as it was read. */
const isAsRead = ({ version, created, legacy }: SagaRecord) => {
  const byVersion = {
    condition: version === undefined ? 'attribute_not_exists(#version)' : '#version = :read_version',
    names: { '#version': 'version' },
    values: { ...(version !== undefined && { ':read_version': version }) },
  };
  if (!legacy) return byVersion;
  // Release 0.3 makes its steps in this row on condition of the status, and leaves the version as it is (ADR 0042).
  const byStatus = created === undefined ? 'attribute_not_exists(#status)' : '#status = :read_status';
  return {
    condition: `${byVersion.condition} AND ${byStatus}`,
    names: { ...byVersion.names, '#status': 'status' },
    values: { ...byVersion.values, ...(created && { ':read_status': created.status }) },
  };
};

/** What a write of the record's row changes. */
const changesOf = (before: SagaRecord, after: SagaRecord): AttributeChanges | undefined => {
  const placed = before.placed === undefined && after.placed !== undefined ? placedAttributes(after.placed) : {};
  const expiry = before.provisional && !before.legacy ? { expires_at: 'unknown' } : {};
  const kept = after.provisional ? expiry : {};
  return attributeChanges({ ...attributesOf(before), ...expiry }, { ...attributesOf(after), ...placed, ...kept });
};

/**
 * Orders in the Orders table: one row for the order as placed and all that happens to it, `part = ORDER`. The saga of an order of
 * release 0.3 stays in its own row, `part = SAGA` (ADR 0043).
 */
export const dynamoSagas = (client: DynamoDBDocumentClient, table: string, clock: Clock): Sagas => {
  const rows = orderRows(client, table);
  const load = async (orderId: string): Promise<SagaRecord | undefined> => storedRecord(orderId, await rows(orderId));
  /** In the row that the saga does not write. */
  const remove = (order_id: string, part: 'ORDER' | 'SAGA', attributes: string) =>
    request(() =>
      client.send(
        new UpdateCommand({ TableName: table, Key: { order_id, part }, UpdateExpression: `REMOVE ${attributes}` }),
      ),
    );
  return {
    load,
    create: async (order) => {
      const item = {
        ...{ order_id: order.order_id, part: 'ORDER', ...placedAttributes(order.placed), ...attributesOf(order) },
        expires_at: Math.floor(clock.now().getTime() / 1000) + provisionalSeconds,
        version: 1,
      };
      // DynamoDB has no empty set.
      const { reserved: _, rejected: __, ...row } = item as Attributes;
      const stored = await conditional(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: row,
            ConditionExpression: 'attribute_not_exists(order_id)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      if (stored.ok) return { created: true, record: { ...order, version: 1 } };
      const { item: existing } = stored.error;
      // The saga of an order of release 0.3 may have its own row.
      const isWhole = existing?.['version'] !== undefined;
      const found = isWhole ? storedRecord(order.order_id, [existing]) : await load(order.order_id);
      if (found === undefined || !isPlaced(found))
        throw new TransientError(`Order ${order.order_id} exists, and has no document`);
      return { created: false, record: found };
    },
    save: async (read, after) => {
      const before = read ?? emptyRecord(after.order_id);
      if (before.legacy && before.provisional && !after.provisional)
        await remove(after.order_id, 'ORDER', 'expires_at');
      if (before.strayDue) await remove(after.order_id, 'SAGA', 'due_shard, due_at, repairs');
      const changes = changesOf(before, after);
      if (changes === undefined) return after;
      const version = (before.version ?? 0) + 1;
      const update = updateExpression({ ...changes, set: { ...changes.set, version } });
      const { condition, names, values } = isAsRead(before);
      const saved = await conditional(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { order_id: after.order_id, part: before.legacy ? 'SAGA' : 'ORDER' },
            UpdateExpression: update.UpdateExpression,
            ConditionExpression: condition,
            ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...names },
            ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...values },
          }),
        ),
      );
      return saved.ok ? { ...after, version } : undefined;
    },
  };
};
