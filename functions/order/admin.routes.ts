import type { Routes } from '../shared/runtime/http/http-handler.ts';
import type { KafkaProducer } from '../shared/runtime/kafka-producer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { AdminEnvironment } from './admin.env.ts';
import { adminRoutes as routesOf } from './admin.http.ts';
import { secondsOf } from './deadlines-domain.ts';
import { kafkaOrderEvents } from './events.kafka.ts';
import { standingEmits } from './standing.events.ts';
import { dynamoStores } from './stores.dynamodb.ts';

/** `order/admin`. */
export const adminRoutes = (
  wiring: Wiring<AdminEnvironment>,
  { producer }: { readonly producer: KafkaProducer },
): Routes => {
  const { clock, environment } = wiring;
  const events = kafkaOrderEvents(producer, standingEmits);
  const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
  return routesOf({ ...dynamoStores(wiring), events, clock, stepSeconds });
};
