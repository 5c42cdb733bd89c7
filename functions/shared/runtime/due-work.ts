import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dueIndex } from '../../../schemas/due-index.ts';
import { request } from './dynamodb-errors.ts';
import { concurrently } from './idioms/concurrently.ts';

/** One partition of an index takes a thousand writes a second: waiting items are spread over a few. */
const shards = 4;

/** The attributes that put an item into the index. @param dueAt RFC 3339 UTC with milliseconds: sorts as time does. */
export const dueAttributes = (id: string, dueAt: string) => ({ due_shard: shardOf(id), due_at: dueAt });

const shardOf = (id: string): string => {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % shards;
  return String(sum);
};

/**
 * Keys of the items due before a time, the longest overdue first. An index is read eventually: whoever acts on an item reads
 * it again, consistently, or writes it on condition.
 * @param limit most items answered. @throws {TransientError}
 */
export const dueItems = async <K extends object>(
  client: DynamoDBDocumentClient,
  table: string,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<readonly (K & { readonly due_at: string })[]> => {
  const all = Array.from({ length: shards }, (_, shard) => String(shard));
  const pages = await concurrently(all, shards, async (shard) => {
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
