import { validateRelease } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { ExpireEnvironment } from './expire.env.ts';
import { expireHolds } from './expire.ts';
import { dynamodbHolds } from './holds.dynamodb.ts';

const environment = readEnvironment<ExpireEnvironment>({ HOLDS_TABLE: true });
const holds = dynamodbHolds(documentClient(), environment.HOLDS_TABLE);

export const handler = scheduledHandler({
  environment,
  emits: { RELEASE: validateRelease },
  task: expireHolds({ holds, clock }),
});
