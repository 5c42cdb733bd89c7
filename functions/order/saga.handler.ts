import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import type { SagaEnvironment } from './saga.env.ts';
import { sagaAccepts, sagaEmits } from './saga.events.ts';
import { orderSaga } from './saga.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';

const environment = readEnvironment<SagaEnvironment>({ ORDERS_TABLE: true });
const client = documentClient();
const orders = dynamoOrders(client, environment.ORDERS_TABLE, systemClock);
const sagas = dynamoSagas(client, environment.ORDERS_TABLE);
const idiom = transition(orderSaga({ orders, sagas, clock: systemClock }));

export const handler = kafkaHandler({ environment, accept: sagaAccepts, idiom, emits: sagaEmits });
