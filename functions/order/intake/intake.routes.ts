import { validateOrderCreated } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { kafkaOrderEvents } from '../store/events.kafka.ts';
import { dynamoOrders } from '../store/orders.dynamodb.ts';
import type { IntakeEnvironment } from './intake.env.ts';
import { placeOrderRoute } from './intake.http.ts';
import { placeOrder } from './intake.ts';
import { producerPartitions } from './partitions.kafka.ts';
import { dynamoPrices } from './prices.dynamodb.ts';
import { powertoolsReplays } from './replays.powertools.ts';

/** `order/intake`. */
export const intakeRoutes = (
  { client, clock, environment }: Dependencies<IntakeEnvironment>,
  { producer, newId }: { readonly producer: KafkaProducer; readonly newId: () => string },
): Routes => {
  const orders = dynamoOrders(client, environment.ORDERS_TABLE, clock);
  const prices = dynamoPrices(client, environment.PRICES_TABLE, clock);
  const events = kafkaOrderEvents(producer, { ORDER_CREATED: validateOrderCreated });
  const partitions = producerPartitions(producer);
  const place = placeOrder({ orders, prices, events, partitions, clock, newId });
  const replays = powertoolsReplays(client, environment.IDEMPOTENCY_TABLE);
  return { 'POST /orders': placeOrderRoute({ place, replays }) };
};
