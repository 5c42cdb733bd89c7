import { groupsSeenBy } from '../../schemas/catalogue.ts';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { greatestLag } from '../shared/runtime/kafka-consumer-lag.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { secondsOf } from './deadlines-domain.ts';
import { dynamoDueOrders } from './due-orders.dynamodb.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import { dynamoSagas } from './sagas.dynamodb.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweepEmits } from './sweep.events.ts';
import { sweep } from './sweep.ts';

const names = { ORDERS_TABLE: true, STEP_DEADLINE_SECONDS: true, SAGA_DEADLINE_SECONDS: true } as const;
const environment = readEnvironment<SweepEnvironment>(names);
const [client, table] = [documentClient(), environment.ORDERS_TABLE];
const stores = {
  orders: dynamoOrders(client, table, clock),
  sagas: dynamoSagas(client, table),
  due: dynamoDueOrders(client, table),
};
const lag = { greatest: greatestLag(kafkaClients(environment), groupsSeenBy('order')) };
const stepSeconds = secondsOf('STEP_DEADLINE_SECONDS', environment);
const deadlines = { stepSeconds, sagaSeconds: secondsOf('SAGA_DEADLINE_SECONDS', environment) };

export const handler = scheduledHandler({
  environment,
  emits: sweepEmits,
  task: sweep({ ...stores, lag, clock, deadlines }),
});
