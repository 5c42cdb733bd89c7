import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { request } from '../shared/runtime/dynamodb-errors.ts';
import { concurrently } from '../shared/runtime/idioms/concurrently.ts';
import type { DeadLetterNotes } from './ports.ts';
import { deadLetterView } from './view-items.ts';

/** Writes at one time. */
const concurrency = 8;

/** Notes beside the views, an item each: noted again, it is the same. */
export const dynamodbDeadLetterNotes = (client: DynamoDBDocumentClient, table: string): DeadLetterNotes => ({
  note: async (places) => {
    await concurrently(places, concurrency, ({ topic, partition, offset }) => {
      const Item = { view: deadLetterView, row: `${topic}|${partition}:${offset}`, topic, partition, offset };
      return request(() => client.send(new PutCommand({ TableName: table, Item })));
    });
  },
});
