import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { StatusEnvironment } from './status.env.ts';
import { statusRoutes } from './status.routes.ts';

const environment = readEnvironment<StatusEnvironment>(order['order/status'].environment);

export const handler = httpHandler(statusRoutes({ client: documentClient(), clock, environment }));
