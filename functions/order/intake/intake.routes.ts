import { validateOrderCreated } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { secondsOf } from '../model/deadlines-domain.ts';
import { kafkaOrderEvents } from '../store/events.kafka.ts';
import { dynamoSagas } from '../store/sagas.dynamodb.ts';
import type { IntakeEnvironment } from './intake.env.ts';
import { placeOrderRoute } from './intake.http.ts';
import { placeOrder } from './intake.ts';
import { producerPartitions } from './partitions.kafka.ts';
import { dynamoPrices } from './prices.dynamodb.ts';

/** `order/intake`. */
export const intakeRoutes = (
  { client, clock, environment }: Dependencies<IntakeEnvironment>,
  { producer, newId }: { readonly producer: KafkaProducer; readonly newId: () => string },
): Routes => {
  const sagas = dynamoSagas(client, environment.ORDERS_TABLE, clock);
  const prices = dynamoPrices(client, environment.PRICES_TABLE, clock);
  const events = kafkaOrderEvents(producer, { ORDER_CREATED: validateOrderCreated });
  const partitions = producerPartitions(producer);
  const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
  const place = placeOrder({ sagas, prices, events, partitions, clock, stepSeconds, newId });
  return { 'POST /orders': placeOrderRoute(place) };
};
