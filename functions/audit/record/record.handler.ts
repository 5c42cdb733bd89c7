import { audit } from '../../../schemas/functions/audit.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { recordConsumer } from './record.consumer.ts';
import type { RecordEnvironment } from './record.env.ts';

const environment = readEnvironment<RecordEnvironment>(audit['audit/record'].environment);

export const handler = kafkaHandler({
  environment,
  ...recordConsumer({ client: documentClient(), clock, environment }),
});
