import { groupsSeenBy } from '../../schemas/catalogue.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { greatestLag } from '../shared/runtime/kafka-consumer-lag.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { secondsOf } from './deadlines-domain.ts';
import { dynamoStores } from './stores.dynamodb.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweepEmits } from './sweep.events.ts';
import { sweep } from './sweep.ts';

const names = { ORDERS_TABLE: true, STEP_DEADLINE_SECONDS: true, SAGA_DEADLINE_SECONDS: true } as const;
const environment = readEnvironment<SweepEnvironment>(names);
const deadlines = {
  stepSeconds: secondsOf('STEP_DEADLINE_SECONDS', environment),
  sagaSeconds: secondsOf('SAGA_DEADLINE_SECONDS', environment),
};
const lag = { greatest: greatestLag(kafkaClients(environment), groupsSeenBy('order')) };
const task = sweep({ ...dynamoStores(environment, clock), lag, clock, deadlines });

export const handler = scheduledHandler({ environment, emits: sweepEmits, task });
