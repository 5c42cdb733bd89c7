import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Correction, corrected, writesOf } from '../../functions/analytics/model/correction-domain.ts';
import { packedNever } from '../../functions/analytics/model/packing-domain.ts';
import type { RecordPlace } from '../../functions/analytics/model/ports.ts';
import { isPackedRow } from '../../functions/analytics/model/view-names-domain.ts';
import { packedRows } from '../../functions/analytics/store/packed-rows.dynamodb.ts';
import { storedPacking } from '../../functions/analytics/store/packing.dynamodb.ts';
import {
  countAttribute,
  crossingAttribute,
  deadLetterView,
  fenceAttribute,
  isRow,
  rowOf,
} from '../../functions/analytics/store/view-items.dynamodb.ts';
import { conditional } from '../../functions/shared/runtime/dynamodb/dynamodb-errors.ts';
import { scanAll } from '../client/scan-all.ts';
import type { ViewTable } from './rebuild.ts';

interface NoteItem extends RecordPlace {
  readonly row: string;
}

interface ViewItem extends Readonly<Record<string, unknown>> {
  readonly view: string;
  readonly row: string;
  readonly corrections?: number;
}

const clause = (verb: string, parts: readonly string[]): readonly string[] =>
  parts.length === 0 ? [] : [`${verb} ${parts.join(', ')}`];

/** Updates add to sums, so that the projection may write meanwhile; conditions refuse the races that would make that wrong. */
const correctExpression = ({ counts, removed, fences, crossings = {} }: Correction, corrections: number) => {
  const added = Object.entries(counts).map(([name, count], index) => ({ name: countAttribute(name), count, index }));
  const gone = Object.entries(removed).map(([name, count], index) => ({ name: countAttribute(name), count, index }));
  const moved = [
    ...Object.entries(fences).map(([name, fence]) => ({ name: fenceAttribute(name), ...fence })),
    ...Object.entries(crossings).map(([name, crossing]) => ({ name: crossingAttribute(name), ...crossing })),
  ].map((one, index) => ({ ...one, index }));
  const isAsRead = [
    corrections === 0 ? 'attribute_not_exists(#corrections)' : '#corrections = :read',
    ...gone.map(({ index }) => `#g${index} = :g${index}`),
    ...moved.map(({ from, index }) =>
      from === undefined ? `attribute_not_exists(#f${index})` : `#f${index} = :f${index}`,
    ),
  ];
  return {
    UpdateExpression: [
      ...clause('SET', ['#corrections = :next', ...moved.map(({ index }) => `#f${index} = :t${index}`)]),
      ...clause(
        'ADD',
        added.map(({ index }) => `#n${index} :n${index}`),
      ),
      ...clause(
        'REMOVE',
        gone.map(({ index }) => `#g${index}`),
      ),
    ].join(' '),
    ConditionExpression: isAsRead.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([
      ['#corrections', 'corrections'],
      ...added.map(({ name, index }) => [`#n${index}`, name]),
      ...gone.map(({ name, index }) => [`#g${index}`, name]),
      ...moved.map(({ name, index }) => [`#f${index}`, name]),
    ]),
    ExpressionAttributeValues: Object.fromEntries([
      [':next', corrections + 1],
      ...(corrections === 0 ? [] : [[':read', corrections]]),
      ...added.map(({ count, index }) => [`:n${index}`, count]),
      ...gone.map(({ count, index }) => [`:g${index}`, count]),
      ...moved.flatMap(({ from, to, index }) => [
        [`:t${index}`, to],
        ...(from === undefined ? [] : [[`:f${index}`, from]]),
      ]),
    ]),
  };
};

const deadLetters = async (client: DynamoDBDocumentClient, table: string): Promise<readonly NoteItem[]> => {
  const notes: NoteItem[] = [];
  const query = {
    TableName: table,
    KeyConditionExpression: '#view = :view',
    ExpressionAttributeNames: { '#view': 'view' },
    ExpressionAttributeValues: { ':view': deadLetterView },
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) notes.push(...(Items as NoteItem[]));
  return notes;
};

/** The table of the views in DynamoDB. */
export const dynamodbViewTable = (client: DynamoDBDocumentClient, table: string): ViewTable => ({
  rows: async () =>
    (await scanAll<ViewItem>(client, table))
      .filter(isRow)
      .map((item) => ({ view: item.view, row: item.row, ...rowOf(item), corrections: item.corrections ?? 0 })),
  packedFrom: async () => (await storedPacking(client, table)) ?? packedNever,
  correct: async ({ view, row }, correction, corrections) => {
    if (isPackedRow(row))
      return packedRows(client, table).correct({ view, row }, corrections, (live) => corrected(live, correction));
    for (const [index, write] of writesOf(correction).entries()) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { view, row },
        ...correctExpression(write, corrections + index),
      });
      if (!(await conditional(() => client.send(update))).ok) return false;
    }
    return true;
  },
  forgetDeadLetters: async (isCounted) => {
    const counted = (await deadLetters(client, table)).filter(isCounted);
    for (const { row } of counted)
      await client.send(new DeleteCommand({ TableName: table, Key: { view: deadLetterView, row } }));
    return counted.length;
  },
});
