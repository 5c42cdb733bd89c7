import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { getAll, putAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import { afterLetters } from '../../shared/runtime/dynamodb/last-error-items.ts';
import type { ReplayMarks } from './ports.ts';

/** Replay marks, one item per name of a record: the last of several replays stays. */
export const dynamodbReplayMarks = (client: DynamoDBDocumentClient, table: string): ReplayMarks => ({
  of: async (records) => {
    const keys = [...new Set(records)].map((record) => ({ record }));
    const items = await getAll(client, table, keys, { ConsistentRead: true });
    return new Map(items.map(({ record, at, by }) => [String(record), { at: String(at), by: String(by) }]));
  },
  mark: (records, { at, by }) => {
    const expires_at = afterLetters(new Date(at));
    return putAll(
      client,
      table,
      [...new Set(records)].map((record) => ({ record, at, by, expires_at })),
    );
  },
});
