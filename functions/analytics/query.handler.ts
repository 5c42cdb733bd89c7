import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';
import { analyticsHealth, healthMetrics } from './health.ts';
import { kafkaPositions } from './positions.kafkajs.ts';
import type { QueryEnvironment } from './query.env.ts';
import { analyticsHealthRoute, analyticsRoute } from './query.http.ts';
import { dynamodbViewReader } from './view-reader.dynamodb.ts';

const environment = readEnvironment<QueryEnvironment>({ VIEWS_TABLE: true });
const views = dynamodbViewReader(documentClient(), environment.VIEWS_TABLE);
const ports = { views, positions: kafkaPositions(kafkaClients(environment)), clock: systemClock };
const routes = {
  'GET /admin/analytics': analyticsRoute(ports),
  'GET /admin/analytics/health': analyticsHealthRoute(ports),
};
const answer = httpHandler(routes);
const measure = scheduledHandler({
  environment,
  emits: {},
  task: async () => healthMetrics(await analyticsHealth(ports)()),
});

/** One function: it is asked over HTTP, and a schedule makes it measure. */
export const handler = (event: APIGatewayProxyEvent | Readonly<Record<string, unknown>>, context: Context) =>
  'httpMethod' in event ? answer(event as APIGatewayProxyEvent, context) : measure(event, context);
