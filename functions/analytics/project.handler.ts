import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { accepts } from './accepts.ts';
import type { ProjectEnvironment } from './project.env.ts';
import { project } from './project.ts';
import { dynamodbViews } from './views.dynamodb.ts';

const environment = readEnvironment<ProjectEnvironment>({ VIEWS_TABLE: true, SEEN_TABLE: true });
const { VIEWS_TABLE: views, SEEN_TABLE: seen } = environment;

export const handler = kafkaHandler({
  environment,
  accept: accepts,
  idiom: project({ store: dynamodbViews(documentClient(), { views, seen }) }),
  emits: {},
});
