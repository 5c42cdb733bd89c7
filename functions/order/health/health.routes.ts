import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { dynamoSagas } from '../store/sagas.dynamodb.ts';
import type { HealthEnvironment } from './health.env.ts';
import { type HealthCheck, healthRoute } from './health.http.ts';

/** `order/health`. */
export const healthRoutes = (
  { client, clock, environment }: Dependencies<HealthEnvironment>,
  { kafka }: { readonly kafka: HealthCheck },
): Routes => {
  const sagas = dynamoSagas(client, environment.ORDERS_TABLE, clock);
  return { 'GET /health': healthRoute({ dynamodb: () => sagas.load('health'), kafka }) };
};
