import { inventory } from '../../../schemas/functions/inventory.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { routerConsumer } from './router.consumer.ts';
import type { RouterEnvironment } from './router.env.ts';

const environment = readEnvironment<RouterEnvironment>(inventory['inventory/router'].environment);

export const handler = kafkaHandler({
  environment,
  ...routerConsumer({ client: documentClient(), clock, environment }),
});
