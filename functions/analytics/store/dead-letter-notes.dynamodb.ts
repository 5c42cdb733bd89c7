import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import type { DeadLetterNotes } from '../model/ports.ts';
import { deadLetterView } from './view-items.dynamodb.ts';

/** Writes at one time. */
const concurrency = 8;

interface NoteItem {
  readonly row: string;
  readonly event_id?: string;
}

/** Notes in the table of the views, one item each; idempotent. */
export const dynamodbDeadLetterNotes = (client: DynamoDBDocumentClient, table: string): DeadLetterNotes => {
  /** Usually empty: one read of half a unit. */
  const notes = (): Promise<readonly NoteItem[]> =>
    request(async () => {
      const found: NoteItem[] = [];
      const query = {
        TableName: table,
        KeyConditionExpression: '#view = :view',
        ExpressionAttributeNames: { '#view': 'view' },
        ExpressionAttributeValues: { ':view': deadLetterView },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) found.push(...(Items as NoteItem[]));
      return found;
    });
  return {
    note: async (records) => {
      await concurrently(records, concurrency, ({ topic, partition, offset, eventId: event_id }) => {
        const Item = {
          view: deadLetterView,
          row: `${topic}|${partition}:${offset}`,
          topic,
          partition,
          offset,
          event_id,
        };
        return request(() => client.send(new PutCommand({ TableName: table, Item })));
      });
    },
    forget: async (eventIds) => {
      const known = (await notes()).filter(({ event_id }) => event_id !== undefined && eventIds.has(event_id));
      await concurrently(known, concurrency, ({ row }) =>
        request(() => client.send(new DeleteCommand({ TableName: table, Key: { view: deadLetterView, row } }))),
      );
    },
  };
};
