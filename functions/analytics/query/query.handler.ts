import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { analytics } from '../../../schemas/functions/analytics.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { scheduledHandler } from '../../shared/runtime/handlers/scheduled-handler.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { kafkaClients } from '../../shared/runtime/kafka/kafka-client.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { kafkaPositions } from '../store/positions.kafkajs.ts';
import type { QueryEnvironment } from './query.env.ts';
import { queryRoutes } from './query.routes.ts';
import { queryTask } from './query.task.ts';

const environment = readEnvironment<QueryEnvironment>(analytics['analytics/query'].environment);
const dependencies = { client: documentClient(), clock, environment };
const positions = kafkaPositions(kafkaClients(environment));
const answer = httpHandler(queryRoutes(dependencies, { positions }));
const measure = scheduledHandler({ environment, ...queryTask(dependencies, { positions }) });

/** One function for both: HTTP queries and the scheduled measurement. */
export const handler = (event: APIGatewayProxyEvent | Readonly<Record<string, unknown>>, context: Context) =>
  'httpMethod' in event ? answer(event as APIGatewayProxyEvent, context) : measure(event, context);
