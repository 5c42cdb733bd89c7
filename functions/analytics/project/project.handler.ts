import { analytics } from '../../../schemas/functions/analytics.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { projectConsumer } from './project.consumer.ts';
import type { ProjectEnvironment } from './project.env.ts';

const environment = readEnvironment<ProjectEnvironment>(analytics['analytics/project'].environment);

export const handler = kafkaHandler({
  environment,
  ...projectConsumer({ client: documentClient(), clock, environment }),
});
