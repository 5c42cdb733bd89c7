import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../shared/kernel/clock.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { RowChange } from '../model/domain.ts';
import type { Places, ViewStore } from '../model/ports.ts';
import { isPackedRow } from '../model/view-names-domain.ts';
import { packedRows } from './packed-rows.dynamodb.ts';
import { decidedPacking } from './packing.dynamodb.ts';
import { progressItems } from './progress-items.dynamodb.ts';
import { seenPages } from './seen-pages.dynamodb.ts';
import { countAttribute, crossingAttribute, fenceAttribute, progressView, rowOf } from './view-items.dynamodb.ts';

export interface ViewTables {
  /** Keyed by `view` and `row`. */
  readonly views: string;
  /** Keyed by `id`, with a time to live `expires_at`. */
  readonly seen: string;
}

/** A position attribute: the condition on its current value, and its new value if it changes. */
interface Move {
  readonly attribute: string;
  readonly condition: (name: string, value: string) => string;
  readonly compared?: number;
  readonly to?: number;
}

const absent = (name: string): string => `attribute_not_exists(${name})`;
const behind = (fence: string, value: string): string => `(attribute_not_exists(${fence}) OR ${fence} < ${value})`;
const equal = (name: string, value: string): string => `${name} = ${value}`;

const fenceMoves = ({ fences }: RowChange): readonly Move[] =>
  Object.entries(fences).map(([fence, { from, to, is }]) => {
    const attribute = fenceAttribute(fence);
    if (is === undefined) return { attribute, condition: behind, compared: from, to };
    return is < 0 ? { attribute, condition: absent, to } : { attribute, condition: equal, compared: is, to };
  });

const crossingMoves = ({ crossings = {} }: RowChange): readonly Move[] =>
  Object.entries(crossings).map(([crossing, { was, ...change }]) => {
    const attribute = crossingAttribute(crossing);
    if (was === 'there') return { attribute, condition: (name) => `attribute_exists(${name})` };
    if (was === 'absent') return { attribute, condition: absent, ...change };
    return { attribute, condition: equal, compared: was, ...change };
  });

/** Short names: an expression is limited to 4 KB, and a row of `orders` has a fence for each of 48 partitions. */
const addExpression = (change: RowChange) => {
  const added = Object.entries(change.counts);
  const moves = [...fenceMoves(change), ...crossingMoves(change)];
  const set = moves.flatMap(({ to }, index) => (to === undefined ? [] : [`#f${index} = :t${index}`]));
  return {
    UpdateExpression: `ADD ${added.map((_, index) => `#n${index} :n${index}`).join(', ')} SET ${set.join(', ')}`,
    ConditionExpression: moves.map(({ condition }, index) => condition(`#f${index}`, `:f${index}`)).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([
      ...added.map(([name], index) => [`#n${index}`, countAttribute(name)]),
      ...moves.map(({ attribute }, index) => [`#f${index}`, attribute]),
    ]),
    ExpressionAttributeValues: Object.fromEntries([
      ...added.map(([, count], index) => [`:n${index}`, count]),
      ...moves.flatMap(({ compared, to }, index) => [
        ...(compared === undefined ? [] : [[`:f${index}`, compared]]),
        ...(to === undefined ? [] : [[`:t${index}`, to]]),
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

/** The views in DynamoDB: one request and one write unit per row, no transaction. */
export const dynamodbViews = (client: DynamoDBDocumentClient, tables: ViewTables, clock: Clock): ViewStore => ({
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
    if (isPackedRow(row)) return packedRows(client, tables.views).add({ view, row }, change);
    const update = new UpdateCommand({
      TableName: tables.views,
      Key: { view, row },
      ...addExpression(change),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const updated = await conditional(() => client.send(update));
    return updated.ok ? undefined : rowOf(updated.error.item ?? {});
  },
  addPlace: async (item, id, { before, after }) => {
    const update = new UpdateCommand({
      TableName: tables.seen,
      Key: { id: item },
      UpdateExpression: 'SET #event = :after',
      ConditionExpression: '#event = :before',
      ExpressionAttributeNames: { '#event': id },
      ExpressionAttributeValues: { ':before': before, ':after': after },
    });
    return (await conditional(() => client.send(update))).ok;
  },
  reached: async ({ view, row }) => {
    const get = new GetCommand({ TableName: tables.views, Key: { view, row }, ConsistentRead: true });
    return rowOf((await request(() => client.send(get))).Item ?? {});
  },
  ...progressItems(client, tables.seen),
  ...seenPages(client, tables.seen),
  packedFrom: () => decidedPacking(client, tables.views, clock),
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
