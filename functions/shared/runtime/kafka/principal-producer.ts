import type { CommonEnvironment } from '../environment.ts';
import { kafkaClients } from './kafka-client.ts';
import { type KafkaProducer, type KafkaProducerOptions, kafkaProducer } from './kafka-producer.ts';

/** The producer of an execution environment, as the function's principal. Connects at its first use. */
export const principalProducer = (
  environment: CommonEnvironment,
  options: Pick<KafkaProducerOptions, 'refusedRetryMs'> = {},
): KafkaProducer => kafkaProducer({ connect: kafkaClients(environment), ...options });
