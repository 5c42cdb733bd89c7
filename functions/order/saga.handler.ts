import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';
import { secondsOf } from './deadlines-domain.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import type { SagaEnvironment } from './saga.env.ts';
import { sagaAccepts, sagaEmits } from './saga.events.ts';
import { orderSaga } from './saga.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';

const environment = readEnvironment<SagaEnvironment>({ ORDERS_TABLE: true, STEP_DEADLINE_SECONDS: true });
const client = documentClient();
const orders = dynamoOrders(client, environment.ORDERS_TABLE, systemClock);
const sagas = dynamoSagas(client, environment.ORDERS_TABLE);
const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
const idiom = transition(orderSaga({ orders, sagas, clock: systemClock, stepSeconds }));

export const handler = kafkaHandler({ environment, accept: sagaAccepts, idiom, emits: sagaEmits });
