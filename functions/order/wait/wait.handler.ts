import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { WaitEnvironment } from './wait.env.ts';
import { waitRoutes } from './wait.routes.ts';

const environment = readEnvironment<WaitEnvironment>(order['order/wait'].environment);

export const handler = httpHandler(waitRoutes({ client: documentClient(), clock, environment }));
