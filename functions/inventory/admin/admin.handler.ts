import { inventory } from '../../../schemas/functions/inventory.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../../shared/runtime/kafka/principal-producer.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { AdminEnvironment } from './admin.env.ts';
import { adminRoutes } from './admin.routes.ts';

const environment = readEnvironment<AdminEnvironment>(inventory['inventory/admin'].environment);
const dependencies = { client: documentClient(), clock, environment };

export const handler = httpHandler(adminRoutes(dependencies, { producer: principalProducer(environment) }));
