import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { kafkaCheck } from '../shared/runtime/kafka-check.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { StatusEnvironment } from './status.env.ts';
import { statusRoutes } from './status.routes.ts';

const environment = readEnvironment<StatusEnvironment>({ ORDERS_TABLE: true });
const wiring = { client: documentClient(), clock, environment };

export const handler = httpHandler(statusRoutes(wiring, { kafka: kafkaCheck(kafkaClients(environment)) }));
