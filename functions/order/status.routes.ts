import type { Routes } from '../shared/runtime/http/http-handler.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';
import type { StatusEnvironment } from './status.env.ts';
import { orderRoute, orderStatusRoute } from './status.http.ts';

/** `order/status`: what is answered at once. */
export const statusRoutes = ({ client, clock, environment }: Wiring<StatusEnvironment>): Routes => {
  const orders = dynamoOrders(client, environment.ORDERS_TABLE, clock);
  const sagas = dynamoSagas(client, environment.ORDERS_TABLE);
  return {
    'GET /orders/{id}': orderRoute({ orders, sagas }),
    'GET /orders/{id}/status': orderStatusRoute({ orders, sagas }),
  };
};
