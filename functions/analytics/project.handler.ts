import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { projectConsumer } from './project.consumer.ts';
import type { ProjectEnvironment } from './project.env.ts';

const environment = readEnvironment<ProjectEnvironment>({ VIEWS_TABLE: true, SEEN_TABLE: true });

export const handler = kafkaHandler({
  environment,
  ...projectConsumer({ client: documentClient(), clock, environment }),
});
