import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { ViewReader } from '../model/ports.ts';
import { deadLetterView, progressView, rowOf } from './view-items.dynamodb.ts';

type Item = Readonly<Record<string, unknown>>;

/** Sorts after every row. */
const last = '\u{10ffff}';

/** Reads the views eventually consistently: half the price, and they are seconds behind anyway. */
export const dynamodbViewReader = (client: DynamoDBDocumentClient, table: string): ViewReader => {
  const items = (view: string, from = ' ', to = last): Promise<readonly Item[]> =>
    request(async () => {
      const found: Item[] = [];
      const query = {
        TableName: table,
        KeyConditionExpression: '#view = :view AND #row BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#view': 'view', '#row': 'row' },
        ExpressionAttributeValues: { ':view': view, ':from': from, ':to': to },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) found.push(...Items);
      return found;
    });
  return {
    rows: async (view, from, to) =>
      (await items(view, from, to)).map((item) => ({ row: String(item['row']), counts: rowOf(item).counts })),
    newest: async () => {
      const noted = await items(progressView);
      return Object.fromEntries(noted.map(({ row, at }) => [String(row), String(at)]));
    },
    deadLettered: async () => {
      const noted = await items(deadLetterView);
      return Object.fromEntries(
        [...Map.groupBy(noted, ({ topic }) => String(topic))].map(([topic, { length }]) => [topic, length]),
      );
    },
  };
};
