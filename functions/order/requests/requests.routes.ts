import { validateOrderCancelRequested, validateOrderCreated } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { kafkaOrderEvents } from '../store/events.kafka.ts';
import { dynamoStores } from '../store/stores.dynamodb.ts';
import type { RequestsEnvironment } from './requests.env.ts';
import { cancelRoute } from './requests.http.ts';
import { requestOfOrder } from './requests.ts';

/** `order/requests`. */
export const requestsRoutes = (
  dependencies: Dependencies<RequestsEnvironment>,
  { producer }: { readonly producer: KafkaProducer },
): Routes => {
  const events = kafkaOrderEvents(producer, {
    ORDER_CREATED: validateOrderCreated,
    ORDER_CANCEL_REQUESTED: validateOrderCancelRequested,
  });
  const submit = requestOfOrder({ ...dynamoStores(dependencies), events, clock: dependencies.clock });
  return { 'POST /orders/{id}/cancel': cancelRoute(submit) };
};
