import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../shared/runtime/dynamodb-errors.ts';
import type { RowChange } from './domain.ts';
import type { Places, ViewStore } from './ports.ts';
import { countAttribute, fenceAttribute, progressView, rowOf } from './view-items.ts';

export interface ViewTables {
  /** Keyed by `view` and `row`. */
  readonly views: string;
  /** Keyed by `id`, with a time to live `expires_at`. */
  readonly seen: string;
}

/** Short names: an expression has 4 KB, and a row of `orders` a fence for each of 48 partitions. */
const addExpression = ({ counts, fences }: RowChange) => {
  const added = Object.entries(counts);
  const moved = Object.entries(fences);
  return {
    UpdateExpression: [
      `ADD ${added.map((_, index) => `#n${index} :n${index}`).join(', ')}`,
      `SET ${moved.map((_, index) => `#f${index} = :t${index}`).join(', ')}`,
    ].join(' '),
    ConditionExpression: moved
      .map((_, index) => `(attribute_not_exists(#f${index}) OR #f${index} < :f${index})`)
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([
      ...added.map(([name], index) => [`#n${index}`, countAttribute(name)]),
      ...moved.map(([name], index) => [`#f${index}`, fenceAttribute(name)]),
    ]),
    ExpressionAttributeValues: Object.fromEntries([
      ...added.map(([, count], index) => [`:n${index}`, count]),
      ...moved.flatMap(([, { from, to }], index) => [
        [`:f${index}`, from],
        [`:t${index}`, to],
      ]),
    ]),
  };
};

const sightingExpression = (seen: Places, until: number) => {
  const events = Object.entries(seen);
  return {
    UpdateExpression: `SET ${['#until = :until', ...events.map((_, index) => `#e${index} = if_not_exists(#e${index}, :p${index})`)].join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries([
      ['#until', 'expires_at'],
      ...events.map(([id], index) => [`#e${index}`, id]),
    ]),
    ExpressionAttributeValues: Object.fromEntries([
      [':until', until],
      ...events.map(([, place], index) => [`:p${index}`, place]),
    ]),
  };
};

/** The views in DynamoDB: one request and one write unit a row, no transaction. */
export const dynamodbViews = (client: DynamoDBDocumentClient, tables: ViewTables): ViewStore => ({
  firstPlaces: async (of, seen, until) => {
    const update = new UpdateCommand({
      TableName: tables.seen,
      Key: { id: of },
      ...sightingExpression(seen, until),
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes = {} } = await request(() => client.send(update));
    const { id: _id, expires_at: _until, ...places } = Attributes;
    return places as Places;
  },
  add: async ({ view, row }, change) => {
    const update = new UpdateCommand({
      TableName: tables.views,
      Key: { view, row },
      ...addExpression(change),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const updated = await conditional(() => client.send(update));
    return updated.ok ? undefined : rowOf(updated.error.item ?? {}).fences;
  },
  touch: async (topic, at) => {
    const update = new UpdateCommand({
      TableName: tables.views,
      Key: { view: progressView, row: topic },
      UpdateExpression: 'SET #at = :at',
      ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': at },
    });
    await conditional(() => client.send(update));
  },
});
