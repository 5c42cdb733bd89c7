import { validateOrderCancelRequested } from '../../schemas/generated/validators.js';
import type { Routes } from '../shared/runtime/http/http-handler.ts';
import type { KafkaProducer } from '../shared/runtime/kafka-producer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { kafkaOrderEvents } from './events.kafka.ts';
import type { RequestsEnvironment } from './requests.env.ts';
import { cancelRoute } from './requests.http.ts';
import { askOrder } from './requests.ts';
import { dynamoStores } from './stores.dynamodb.ts';

/** `order/requests`. */
export const requestsRoutes = (
  wiring: Wiring<RequestsEnvironment>,
  { producer }: { readonly producer: KafkaProducer },
): Routes => {
  const events = kafkaOrderEvents(producer, { ORDER_CANCEL_REQUESTED: validateOrderCancelRequested });
  const ask = askOrder({ ...dynamoStores(wiring), events, clock: wiring.clock });
  return { 'POST /orders/{id}/cancel': cancelRoute(ask) };
};
