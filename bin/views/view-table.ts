import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Correction } from '../../functions/analytics/correction-domain.ts';
import { countAttribute, fenceAttribute, progressView, rowOf } from '../../functions/analytics/view-items.ts';
import { conditional } from '../../functions/shared/runtime/dynamodb-errors.ts';
import { scanAll } from '../client/scan-all.ts';
import type { ViewTable } from './rebuild.ts';

interface ViewItem extends Readonly<Record<string, unknown>> {
  readonly view: string;
  readonly row: string;
  readonly corrections?: number;
}

/** Sums are added to, so that the projection may do the same; what would make that wrong is a condition. */
const correctExpression = ({ counts, fences }: Correction, corrections: number) => {
  const added = Object.entries(counts).map(([name, count], index) => ({ name: countAttribute(name), count, index }));
  const moved = Object.entries(fences).map(([name, fence], index) => ({ name: fenceAttribute(name), ...fence, index }));
  const isAsRead = [
    corrections === 0 ? 'attribute_not_exists(#corrections)' : '#corrections = :read',
    ...moved.map(({ from, index }) =>
      from === undefined ? `attribute_not_exists(#f${index})` : `#f${index} = :f${index}`,
    ),
  ];
  return {
    UpdateExpression: [
      `ADD ${added.map(({ index }) => `#n${index} :n${index}`).join(', ')}`,
      `SET ${['#corrections = :next', ...moved.map(({ index }) => `#f${index} = :t${index}`)].join(', ')}`,
    ].join(' '),
    ConditionExpression: isAsRead.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([
      ['#corrections', 'corrections'],
      ...added.map(({ name, index }) => [`#n${index}`, name]),
      ...moved.map(({ name, index }) => [`#f${index}`, name]),
    ]),
    ExpressionAttributeValues: Object.fromEntries([
      [':next', corrections + 1],
      ...(corrections === 0 ? [] : [[':read', corrections]]),
      ...added.map(({ count, index }) => [`:n${index}`, count]),
      ...moved.flatMap(({ from, to, index }) => [
        [`:t${index}`, to],
        ...(from === undefined ? [] : [[`:f${index}`, from]]),
      ]),
    ]),
  };
};

/** The table of the views in DynamoDB. */
export const dynamodbViewTable = (client: DynamoDBDocumentClient, table: string): ViewTable => ({
  rows: async () =>
    (await scanAll<ViewItem>(client, table))
      .filter(({ view }) => view !== progressView)
      .map((item) => ({ view: item.view, row: item.row, ...rowOf(item), corrections: item.corrections ?? 0 })),
  correct: async ({ view, row }, correction, corrections) => {
    const update = new UpdateCommand({
      TableName: table,
      Key: { view, row },
      ...correctExpression(correction, corrections),
    });
    return (await conditional(() => client.send(update))).ok;
  },
});
