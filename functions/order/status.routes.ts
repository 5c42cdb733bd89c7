import type { Routes } from '../shared/runtime/http/http-handler.ts';
import { pause } from '../shared/runtime/pause.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { type HealthCheck, healthRoute } from './health.http.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';
import type { StatusEnvironment } from './status.env.ts';
import { orderRoute, orderStatusRoute } from './status.http.ts';

/** `order/status`. */
export const statusRoutes = (
  { client, clock, environment }: Wiring<StatusEnvironment>,
  { kafka }: { readonly kafka: HealthCheck },
): Routes => {
  const orders = dynamoOrders(client, environment.ORDERS_TABLE, clock);
  const sagas = dynamoSagas(client, environment.ORDERS_TABLE);
  const ports = { orders, sagas, clock, pause };
  return {
    'GET /orders/{id}': orderRoute(ports),
    'GET /orders/{id}/status': orderStatusRoute(ports),
    'GET /health': healthRoute({ dynamodb: () => orders.find('health'), kafka }),
  };
};
