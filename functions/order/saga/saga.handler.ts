import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { sagaConsumer } from './saga.consumer.ts';
import type { SagaEnvironment } from './saga.env.ts';

const environment = readEnvironment<SagaEnvironment>(order['order/saga'].environment);

export const handler = kafkaHandler({ environment, ...sagaConsumer({ client: documentClient(), clock, environment }) });
