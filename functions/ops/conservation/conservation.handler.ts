import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';
import { ops } from '../../../schemas/functions/ops.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readVariables } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { conservationRoutes } from './conservation.routes.ts';

// No Kafka: it has none of the common variables.
const environment = readVariables<EnvironmentOf<'ops/conservation'>>(ops['ops/conservation'].environment);

export const handler = httpHandler(conservationRoutes({ client: documentClient(), clock, environment }));
