import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { accepts } from './accepts.ts';
import { dynamodbDeadLetterNotes } from './dead-letter-notes.dynamodb.ts';
import { forgettingReplays, notingDeadLetters } from './noting-dead-letters.ts';
import type { ProjectEnvironment } from './project.env.ts';
import { project } from './project.ts';
import { dynamodbViews } from './views.dynamodb.ts';
import type { CountedEvent } from './views-domain.ts';

/** `analytics/project`. */
export const projectConsumer = ({
  client,
  environment,
}: Wiring<ProjectEnvironment>): KafkaConsumer<CountedEvent, never> => {
  const { VIEWS_TABLE: views, SEEN_TABLE: seen } = environment;
  const notes = dynamodbDeadLetterNotes(client, views);
  return {
    accept: accepts,
    idiom: forgettingReplays(notes, project({ store: dynamodbViews(client, { views, seen }) })),
    emits: {},
    deadLetters: notingDeadLetters(notes),
  };
};
