import { validateRelease } from '../../schemas/generated/validators.js';
import type { ScheduledWork } from '../shared/runtime/scheduled-task.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { ExpireEnvironment } from './expire.env.ts';
import { expireHolds } from './expire.ts';
import { dynamodbHolds } from './holds.dynamodb.ts';

/** `inventory/expire`. */
export const expireTask = ({ client, clock, environment }: Wiring<ExpireEnvironment>): ScheduledWork<'RELEASE'> => ({
  emits: { RELEASE: validateRelease },
  task: expireHolds({ holds: dynamodbHolds(client, environment.HOLDS_TABLE), clock }),
});
