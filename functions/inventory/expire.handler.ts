import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { ExpireEnvironment } from './expire.env.ts';
import { expireTask } from './expire.task.ts';

const environment = readEnvironment<ExpireEnvironment>({ HOLDS_TABLE: true });

export const handler = scheduledHandler({
  environment,
  ...expireTask({ client: documentClient(), clock, environment }),
});
