import { audit } from '../../../schemas/functions/audit.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import type { TimelineEnvironment } from './timeline.env.ts';
import { timelineRoutes } from './timeline.routes.ts';

const environment = readEnvironment<TimelineEnvironment>(audit['audit/timeline'].environment);

export const handler = httpHandler(timelineRoutes({ client: documentClient(), clock, environment }));
