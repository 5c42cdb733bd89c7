import { order } from '../../../schemas/functions/order.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../../shared/runtime/kafka/principal-producer.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { RequestsEnvironment } from './requests.env.ts';
import { requestsRoutes } from './requests.routes.ts';

const environment = readEnvironment<RequestsEnvironment>(order['order/requests'].environment);
const dependencies = { client: documentClient(), clock, environment };

export const handler = httpHandler(requestsRoutes(dependencies, { producer: principalProducer(environment) }));
