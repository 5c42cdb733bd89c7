import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptCountedEvent } from '../model/accept-counted-event.ts';
import type { CountedEvent } from '../model/views-domain.ts';
import { dynamodbDeadLetterNotes } from '../store/dead-letter-notes.dynamodb.ts';
import { dynamodbViews } from '../store/views.dynamodb.ts';
import { forgettingReplays, notingDeadLetters } from './dead-letter-recorder.ts';
import type { ProjectEnvironment } from './project.env.ts';
import { project } from './project.ts';

/** `analytics/project`. */
export const projectConsumer = ({
  client,
  clock,
  environment,
}: Dependencies<ProjectEnvironment>): KafkaConsumer<CountedEvent, never> => {
  const { VIEWS_TABLE: views, SEEN_TABLE: seen } = environment;
  const notes = dynamodbDeadLetterNotes(client, views);
  return {
    accept: acceptCountedEvent,
    idiom: forgettingReplays(notes, project({ store: dynamodbViews(client, { views, seen }, clock) })),
    emits: {},
    deadLetters: notingDeadLetters(notes),
  };
};
