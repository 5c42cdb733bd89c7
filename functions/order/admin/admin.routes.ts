import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { secondsOf } from '../model/deadlines-domain.ts';
import { kafkaOrderEvents } from '../store/events.kafka.ts';
import { pendingEventValidators } from '../store/pending.events.ts';
import { dynamoStores } from '../store/stores.dynamodb.ts';
import type { AdminEnvironment } from './admin.env.ts';
import { adminHttpRoutes } from './admin.http.ts';

/** `order/admin`. */
export const adminRoutes = (
  dependencies: Dependencies<AdminEnvironment>,
  { producer }: { readonly producer: KafkaProducer },
): Routes => {
  const { clock, environment } = dependencies;
  const events = kafkaOrderEvents(producer, pendingEventValidators);
  const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
  return adminHttpRoutes({ ...dynamoStores(dependencies), events, clock, stepSeconds });
};
