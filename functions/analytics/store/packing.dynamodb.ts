import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../shared/kernel/clock.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { packedAlways } from '../model/packing-domain.ts';
import { dayOf } from '../model/time-domain.ts';
import { daysOf } from '../model/view-names-domain.ts';
import { packingKey, progressView } from './view-items.dynamodb.ts';

const dayMs = 86_400_000;

/** The first day of packed events, as stored; undefined before the projection has run in this release. */
export const storedPacking = async (client: DynamoDBDocumentClient, table: string): Promise<string | undefined> => {
  const get = new GetCommand({ TableName: table, Key: packingKey, ConsistentRead: true });
  const { Item } = await request(() => client.send(get));
  return Item === undefined ? undefined : String(Item['from']);
};

/**
 * The first day of packed events. The first invocation of this release decides it: always in new tables; otherwise a day whose events
 * an earlier release cannot have counted, also where a clock is ahead.
 */
export const decidedPacking = async (client: DynamoDBDocumentClient, table: string, clock: Clock): Promise<string> => {
  const stored = await storedPacking(client, table);
  if (stored !== undefined) return stored;
  const hasRows = async (view: string): Promise<boolean> => {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#view = :view',
      ExpressionAttributeNames: { '#view': 'view' },
      ExpressionAttributeValues: { ':view': view },
      ConsistentRead: true,
      Limit: 1,
    });
    return ((await request(() => client.send(query))).Count ?? 0) > 0;
  };
  const views = [progressView, ...(['orders', 'payments', 'notifications'] as const).map(daysOf)];
  const isNew = !(await Promise.all(views.map(hasRows))).includes(true);
  const from = isNew ? packedAlways : dayOf(new Date(clock.now().getTime() + 2 * dayMs).toISOString());
  const put = new PutCommand({
    TableName: table,
    Item: { ...packingKey, from },
    ConditionExpression: 'attribute_not_exists(#view)',
    ExpressionAttributeNames: { '#view': 'view' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const kept = await conditional(() => client.send(put));
  return kept.ok ? from : String(kept.error.item?.['from']);
};
