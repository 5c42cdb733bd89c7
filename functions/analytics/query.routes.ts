import type { Routes } from '../shared/runtime/http/http-handler.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { HealthPorts } from './health.ts';
import type { QueryEnvironment } from './query.env.ts';
import { analyticsHealthRoute, analyticsRoute } from './query.http.ts';
import { dynamodbViewReader } from './view-reader.dynamodb.ts';

/** `analytics/query`, when it is asked over HTTP. */
export const queryRoutes = (
  { client, clock, environment }: Wiring<QueryEnvironment>,
  { positions }: Pick<HealthPorts, 'positions'>,
): Routes => {
  const ports = { views: dynamodbViewReader(client, environment.VIEWS_TABLE), positions, clock };
  return {
    'GET /admin/analytics': analyticsRoute(ports),
    'GET /admin/analytics/health': analyticsHealthRoute(ports),
  };
};
