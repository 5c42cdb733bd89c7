import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { Places, ViewStore } from '../model/ports.ts';

const fillExpression = ({ size, added, until }: Parameters<ViewStore['fillPage']>[1]) => {
  const events = Object.entries(added);
  return {
    UpdateExpression: `SET #size = :after, #until = :until, ${events.map((_, index) => `#e${index} = :p${index}`).join(', ')}`,
    ConditionExpression: size === 0 ? 'attribute_not_exists(#size)' : '#size = :before',
    ExpressionAttributeNames: Object.fromEntries([
      ['#size', 'size'],
      ['#until', 'expires_at'],
      ...events.map(([id], index) => [`#e${index}`, id]),
    ]),
    ExpressionAttributeValues: Object.fromEntries([
      [':after', size + events.length],
      [':until', until],
      ...(size === 0 ? [] : [[':before', size]]),
      ...events.map(([, place], index) => [`:p${index}`, place]),
    ]),
  };
};

/** The pages of events' places, in the table of the places by entity. */
export const seenPages = (client: DynamoDBDocumentClient, table: string): Pick<ViewStore, 'page' | 'fillPage'> => ({
  page: async (name) => {
    const get = new GetCommand({ TableName: table, Key: { id: name }, ConsistentRead: true });
    const { Item = {} } = await request(() => client.send(get));
    const { id: _id, expires_at: _until, size = 0, ...places } = Item;
    return { size: Number(size), places: places as Places };
  },
  fillPage: async (name, change) => {
    const update = new UpdateCommand({ TableName: table, Key: { id: name }, ...fillExpression(change) });
    return (await conditional(() => client.send(update))).ok;
  },
});
