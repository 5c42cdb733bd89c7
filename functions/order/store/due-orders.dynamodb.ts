import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dueItems } from '../../shared/runtime/dynamodb/due-work.ts';
import type { DueOrders } from '../model/ports.ts';

interface Key {
  readonly order_id: string;
}

/** Later than any time. */
const everAfter = '9999';

/** The saga's records by the index of due times. */
export const dynamoDueOrders = (client: DynamoDBDocumentClient, table: string): DueOrders => ({
  before: async (time, limit) =>
    (await dueItems<Key>(client, table, { before: time, limit })).map(({ order_id }) => order_id),
  repaired: async (limit) =>
    (await dueItems<Key>(client, table, { before: everAfter, limit, onlyRepeated: true })).map(
      ({ order_id }) => order_id,
    ),
});
