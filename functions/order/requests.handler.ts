import { validateOrderCancelRequested } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../shared/runtime/principal-producer.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { kafkaOrderEvents } from './events.kafka.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import type { RequestsEnvironment } from './requests.env.ts';
import { cancelRoute } from './requests.http.ts';
import { askOrder } from './requests.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';

const environment = readEnvironment<RequestsEnvironment>({ ORDERS_TABLE: true });
const client = documentClient();
const orders = dynamoOrders(client, environment.ORDERS_TABLE, clock);
const sagas = dynamoSagas(client, environment.ORDERS_TABLE);
const producer = principalProducer(environment);
const events = kafkaOrderEvents(producer, { ORDER_CANCEL_REQUESTED: validateOrderCancelRequested });

export const handler = httpHandler({
  'POST /orders/{id}/cancel': cancelRoute(askOrder({ orders, sagas, events, clock })),
});
