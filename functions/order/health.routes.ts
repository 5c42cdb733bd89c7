import type { Routes } from '../shared/runtime/http/http-handler.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { HealthEnvironment } from './health.env.ts';
import { type HealthCheck, healthRoute } from './health.http.ts';
import { dynamoOrders } from './orders.dynamodb.ts';

/** `order/health`. */
export const healthRoutes = (
  { client, clock, environment }: Wiring<HealthEnvironment>,
  { kafka }: { readonly kafka: HealthCheck },
): Routes => {
  const orders = dynamoOrders(client, environment.ORDERS_TABLE, clock);
  return { 'GET /health': healthRoute({ dynamodb: () => orders.find('health'), kafka }) };
};
