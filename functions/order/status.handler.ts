import { setTimeout as pause } from 'node:timers/promises';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { kafkaCheck } from '../shared/runtime/kafka-check.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';
import { healthRoute } from './health.http.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';
import type { StatusEnvironment } from './status.env.ts';
import { orderRoute, orderStatusRoute } from './status.http.ts';

const environment = readEnvironment<StatusEnvironment>({ ORDERS_TABLE: true });
const client = documentClient();
const orders = dynamoOrders(client, environment.ORDERS_TABLE, systemClock);
const sagas = dynamoSagas(client, environment.ORDERS_TABLE);
const ports = { orders, sagas, clock: systemClock, pause: (ms: number) => pause(ms) };
const health = healthRoute({ dynamodb: () => orders.find('health'), kafka: kafkaCheck(kafkaClients(environment)) });

export const handler = httpHandler({
  'GET /orders/{id}': orderRoute(ports),
  'GET /orders/{id}/status': orderStatusRoute(ports),
  'GET /health': health,
});
