import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import { dynamoDueOrders } from './due-orders.dynamodb.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';

/** Adapters of the Orders table, for functions that need several. */
export const dynamoStores = ({ client, clock, environment }: Dependencies<{ readonly ORDERS_TABLE: string }>) => {
  const { ORDERS_TABLE: table } = environment;
  return {
    sagas: dynamoSagas(client, table, clock),
    due: dynamoDueOrders(client, table),
  };
};
