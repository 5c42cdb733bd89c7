import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { dueIndex, movedShard } from '../../../schemas/due-index.ts';
import { dueAttributes, dueShards } from '../../shared/runtime/dynamodb/due-work.ts';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { hourOf, hoursOf } from '../model/hours-domain.ts';
import type { Period } from '../model/ports.ts';

const keysPerPage = 100;

/** Index attributes of a payment that waits for nothing, by the time when its money moved. */
export const movedAttributes = (orderId: string, at: string) => {
  const { due_shard, due_at } = dueAttributes(orderId, at);
  return { due_shard: movedShard(hourOf(at), due_shard), due_at };
};

/** Orders whose money moved in a period, by the index. @throws {TransientError} */
export async function* movedIn(
  client: DynamoDBDocumentClient,
  table: string,
  { from, until }: Period,
): AsyncIterable<readonly string[]> {
  for (const hour of hoursOf(from, until)) {
    for (const shard of dueShards) {
      const query = {
        TableName: table,
        IndexName: dueIndex.name,
        KeyConditionExpression: 'due_shard = :shard AND due_at BETWEEN :from AND :until',
        ExpressionAttributeValues: { ':shard': movedShard(hour, shard), ':from': from, ':until': until },
      };
      const pages = paginateQuery({ client, pageSize: keysPerPage }, query)[Symbol.asyncIterator]();
      for (let page = await request(() => pages.next()); !page.done; page = await request(() => pages.next())) {
        yield (page.value.Items ?? []).map(({ order_id }) => order_id as string);
      }
    }
  }
}
