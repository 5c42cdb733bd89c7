import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { dueItems } from '../../shared/runtime/dynamodb/due-work.ts';
import { conditional, request, transaction } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { fullAllowance } from '../model/allowance-domain.ts';
import type { Queues, Waiting } from '../model/ports.ts';
import { type AllowanceItem, allowanceKey, allowanceOf, putOf } from './allowance-item.dynamodb.ts';
import { claimed, recordKey } from './notification-record.powertools.ts';

const queuePrefix = 'waiting#';
const digits = String(Number.MAX_SAFE_INTEGER).length;
/** Sorts after all digits. */
const parkedMark = '~';
const waitingKey = ({ notification, position, parked }: Waiting) => ({
  user_id: notification.user_id,
  item: `${queuePrefix}${parked ? parkedMark : ''}${String(position).padStart(digits, '0')}`,
});

/** Allowances and queues in the service's table, one partition per user, so that all reads are consistent. */
export const dynamoQueues = (client: DynamoDBDocumentClient, table: string): Queues => ({
  allowance: async (userId) => {
    const get = new GetCommand({ TableName: table, Key: allowanceKey(userId), ConsistentRead: true });
    const { Item } = await request(() => client.send(get));
    return Item === undefined ? fullAllowance : allowanceOf(Item as AllowanceItem);
  },
  save: async (userId, change) =>
    (await conditional(() => client.send(new PutCommand(putOf(table, userId, change))))).ok,
  enqueue: async (change, waiting, remembered, claim) => {
    const { notification, due_at, position, attempts } = waiting;
    const { ConditionExpression, names, values } = claimed(claim);
    const written = await transaction(() =>
      client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: putOf(table, notification.user_id, change) },
            {
              Update: {
                TableName: table,
                Key: recordKey(notification),
                UpdateExpression: 'SET #status = :completed, remembered = :remembered REMOVE claim_until',
                ConditionExpression,
                ExpressionAttributeNames: names,
                ExpressionAttributeValues: { ...values, ':completed': 'COMPLETED', ':remembered': remembered },
              },
            },
            {
              Put: {
                TableName: table,
                // Not `due_at`, which would add the entry to the due index besides its user.
                Item: { ...waitingKey(waiting), notification, position, turn_at: due_at, attempts },
              },
            },
          ],
        }),
      ),
    );
    return written === 'committed';
  },
  head: async (userId, limit) => {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'user_id = :user AND begins_with(#item, :prefix)',
      ExpressionAttributeNames: { '#item': 'item' },
      ExpressionAttributeValues: { ':user': userId, ':prefix': queuePrefix },
      ConsistentRead: true,
      Limit: limit,
    });
    const { Items = [] } = await request(() => client.send(query));
    return (Items as (Omit<Waiting, 'due_at'> & { readonly turn_at: string })[]).map(
      ({ notification, position, attempts, parked, turn_at }) => ({
        ...{ notification, position, attempts, due_at: turn_at },
        ...(parked && { parked }),
      }),
    );
  },
  postpone: async (waiting, dueAt, attempts) => {
    const update = new UpdateCommand({
      TableName: table,
      Key: waitingKey(waiting),
      UpdateExpression: 'SET turn_at = :at, attempts = :attempts',
      ConditionExpression: 'attribute_exists(user_id)',
      ExpressionAttributeValues: { ':at': dueAt, ':attempts': attempts },
    });
    await conditional(() => client.send(update));
  },
  park: async (waiting, dueAt, attempts) => {
    const { notification, position } = waiting;
    const key = waitingKey({ ...waiting, parked: true });
    const Item = { ...key, notification, position, turn_at: dueAt, attempts, parked: true };
    // Put before the delete: a crash in between leaves two entries, which end with the same event.
    await request(() => client.send(new PutCommand({ TableName: table, Item })));
    if (waiting.parked) return;
    await request(() => client.send(new DeleteCommand({ TableName: table, Key: waitingKey(waiting) })));
  },
  remove: async (waiting) => {
    await request(() => client.send(new DeleteCommand({ TableName: table, Key: waitingKey(waiting) })));
  },
  due: async (before, limit) =>
    (await dueItems<{ readonly user_id: string }>(client, table, { before, limit })).map(({ user_id }) => user_id),
});
