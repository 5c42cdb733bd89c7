import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { dynamodbViewReader } from '../store/view-reader.dynamodb.ts';
import type { HealthPorts } from './health.ts';
import type { QueryEnvironment } from './query.env.ts';
import { analyticsHealthRoute, analyticsRoute } from './query.http.ts';

/** `analytics/query` over HTTP. */
export const queryRoutes = (
  { client, clock, environment }: Dependencies<QueryEnvironment>,
  { positions }: Pick<HealthPorts, 'positions'>,
): Routes => {
  const ports = { views: dynamodbViewReader(client, environment.VIEWS_TABLE), positions, clock };
  return {
    'GET /admin/analytics': analyticsRoute(ports),
    'GET /admin/analytics/health': analyticsHealthRoute(ports),
  };
};
