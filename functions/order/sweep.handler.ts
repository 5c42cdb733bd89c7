import { groupsSeenBy } from '../../schemas/catalogue.ts';
import { order } from '../../schemas/functions/order.ts';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaClients } from '../shared/runtime/kafka-client.ts';
import { greatestLag } from '../shared/runtime/kafka-consumer-lag.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweepTask } from './sweep.task.ts';

const environment = readEnvironment<SweepEnvironment>(order['order/sweep'].environment);
const wiring = { client: documentClient(), clock, environment };
const lag = { greatest: greatestLag(kafkaClients(environment), groupsSeenBy('order')) };

export const handler = scheduledHandler({ environment, ...sweepTask(wiring, { lag }) });
