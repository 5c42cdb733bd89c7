import { randomUUID } from 'node:crypto';
import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../../shared/runtime/kafka/principal-producer.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { IntakeEnvironment } from './intake.env.ts';
import { intakeRoutes } from './intake.routes.ts';

const environment = readEnvironment<IntakeEnvironment>(order['order/intake'].environment);
const dependencies = { client: documentClient(), clock, environment };
// A short retry: an order with another id can be written to another partition at once.
const producer = principalProducer(environment, { refusedRetryMs: 2_000 });

export const handler = httpHandler(intakeRoutes(dependencies, { producer, newId: randomUUID }));
