import { readEnvironment } from '../shared/runtime/environment.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { secondsOf } from './deadlines-domain.ts';
import type { SagaEnvironment } from './saga.env.ts';
import { sagaAccepts, sagaEmits } from './saga.events.ts';
import { orderSaga } from './saga.ts';
import { dynamoStores } from './stores.dynamodb.ts';

const environment = readEnvironment<SagaEnvironment>({ ORDERS_TABLE: true, STEP_DEADLINE_SECONDS: true });
const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
const idiom = transition(orderSaga({ ...dynamoStores(environment, clock), clock, stepSeconds }));

export const handler = kafkaHandler({ environment, accept: sagaAccepts, idiom, emits: sagaEmits });
