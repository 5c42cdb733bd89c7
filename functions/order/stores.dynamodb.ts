import type { Clock } from '../shared/kernel/clock.ts';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { dynamoDueOrders } from './due-orders.dynamodb.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';

/** What the Orders table holds, for functions that ask it for several things. Nothing is connected yet. */
export const dynamoStores = ({ ORDERS_TABLE: table }: { readonly ORDERS_TABLE: string }, clock: Clock) => {
  const client = documentClient();
  return {
    orders: dynamoOrders(client, table, clock),
    sagas: dynamoSagas(client, table),
    due: dynamoDueOrders(client, table),
  };
};
