import { groupsSeenBy } from '../../../schemas/catalogue.ts';
import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { scheduledHandler } from '../../shared/runtime/handlers/scheduled-handler.ts';
import { kafkaClients } from '../../shared/runtime/kafka/kafka-client.ts';
import { greatestLag } from '../../shared/runtime/kafka/kafka-consumer-lag.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweepTask } from './sweep.task.ts';

const environment = readEnvironment<SweepEnvironment>(order['order/sweep'].environment);
const dependencies = { client: documentClient(), clock, environment };
const lag = { greatest: greatestLag(kafkaClients(environment), groupsSeenBy('order')) };

export const handler = scheduledHandler({ environment, ...sweepTask(dependencies, { lag }) });
