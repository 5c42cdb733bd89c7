import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { publishConsumer } from './publish.consumer.ts';

export const handler = kafkaHandler({ environment: readEnvironment({}), ...publishConsumer() });
