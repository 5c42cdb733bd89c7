import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dueIndex } from '../../../../schemas/due-index.ts';
import { concurrently } from '../idioms/concurrently.ts';
import { request } from './dynamodb-errors.ts';

/** One partition of an index accepts a thousand writes a second: due items are spread over a few. */
export const dueShards = ['0', '1', '2', '3'] as const;

/** The shard of items that were acted on before and need it again: few, and read on every run. */
const repeated = 'repeated';

/** The attributes that put an item into the index. @param dueAt RFC 3339 UTC with milliseconds: sorts as time does. */
export const dueAttributes = (id: string, dueAt: string) => ({ due_shard: shardOf(id), due_at: dueAt });

/** The same for an item that was acted on before. */
export const dueAgainAttributes = (dueAt: string) => ({ due_shard: repeated, due_at: dueAt });

const shardOf = (id: string): string => {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % dueShards.length;
  return dueShards[sum] ?? dueShards[0];
};

interface DueQuery {
  readonly before: string;
  /** Most items returned. */
  readonly limit: number;
  /** Only those that were acted on before. */
  readonly onlyRepeated?: true;
}

/**
 * Keys of the items due before a time, the longest overdue first. Index reads are eventually consistent: the caller rereads an
 * item consistently, or writes it conditionally. @throws {TransientError}
 */
export const dueItems = async <K extends object>(
  client: DynamoDBDocumentClient,
  table: string,
  { before, limit, onlyRepeated }: DueQuery,
): Promise<readonly (K & { readonly due_at: string })[]> => {
  const shards = onlyRepeated ? [repeated] : [...dueShards, repeated];
  const pages = await concurrently(shards, shards.length, async (shard) => {
    const query = new QueryCommand({
      TableName: table,
      IndexName: dueIndex.name,
      KeyConditionExpression: 'due_shard = :shard AND due_at < :before',
      ExpressionAttributeValues: { ':shard': shard, ':before': before },
      Limit: limit,
    });
    return (await request(() => client.send(query))).Items ?? [];
  });
  return (pages.flat() as (K & { readonly due_at: string })[])
    .sort((a, b) => (a.due_at < b.due_at ? -1 : a.due_at > b.due_at ? 1 : 0))
    .slice(0, limit);
};
