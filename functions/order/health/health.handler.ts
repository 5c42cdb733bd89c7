import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { kafkaCheck } from '../../shared/runtime/kafka/kafka-check.ts';
import { kafkaClients } from '../../shared/runtime/kafka/kafka-client.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { HealthEnvironment } from './health.env.ts';
import { healthRoutes } from './health.routes.ts';

const environment = readEnvironment<HealthEnvironment>(order['order/health'].environment);
const dependencies = { client: documentClient(), clock, environment };

export const handler = httpHandler(healthRoutes(dependencies, { kafka: kafkaCheck(kafkaClients(environment)) }));
