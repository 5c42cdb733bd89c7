import { validateOrderCancelRequested } from '../../schemas/generated/validators.js';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../shared/runtime/principal-producer.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { kafkaOrderEvents } from './events.kafka.ts';
import type { RequestsEnvironment } from './requests.env.ts';
import { cancelRoute } from './requests.http.ts';
import { askOrder } from './requests.ts';
import { dynamoStores } from './stores.dynamodb.ts';

const environment = readEnvironment<RequestsEnvironment>({ ORDERS_TABLE: true });
const emits = { ORDER_CANCEL_REQUESTED: validateOrderCancelRequested };
const events = kafkaOrderEvents(principalProducer(environment), emits);
const ask = askOrder({ ...dynamoStores(environment, clock), events, clock });

export const handler = httpHandler({ 'POST /orders/{id}/cancel': cancelRoute(ask) });
