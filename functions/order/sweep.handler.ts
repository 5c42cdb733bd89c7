import { groupsSeenBy } from '../../schemas/catalogue.ts';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { greatestLag } from '../shared/runtime/kafka-consumer-lag.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweepTask } from './sweep.task.ts';

const names = {
  ORDERS_TABLE: true,
  STEP_DEADLINE_SECONDS: true,
  SAGA_DEADLINE_SECONDS: true,
  SWEEP_ORDERS_PER_RUN: true,
} as const;
const environment = readEnvironment<SweepEnvironment>(names);
const wiring = { client: documentClient(), clock, environment };
const lag = { greatest: greatestLag(kafkaClients(environment), groupsSeenBy('order')) };

export const handler = scheduledHandler({ environment, ...sweepTask(wiring, { lag }) });
