import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../shared/runtime/principal-producer.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { AdminEnvironment } from './admin.env.ts';
import { adminEmits } from './admin.events.ts';
import { adminRoutes } from './admin.http.ts';
import { secondsOf } from './deadlines-domain.ts';
import { kafkaOrderEvents } from './events.kafka.ts';
import { dynamoStores } from './stores.dynamodb.ts';

const environment = readEnvironment<AdminEnvironment>({ ORDERS_TABLE: true, STEP_DEADLINE_SECONDS: true });
const events = kafkaOrderEvents(principalProducer(environment), adminEmits);
const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);

export const handler = httpHandler(adminRoutes({ ...dynamoStores(environment, clock), events, clock, stepSeconds }));
