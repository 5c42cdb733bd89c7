import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { WaitEnvironment } from './wait.env.ts';
import { waitRoutes } from './wait.routes.ts';

const names = { ORDERS_TABLE: true, WAITS_TABLE: true, WAITS_PER_CLIENT: true } as const;
const environment = readEnvironment<WaitEnvironment>(names);

export const handler = httpHandler(waitRoutes({ client: documentClient(), clock, environment }));
