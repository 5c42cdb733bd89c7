import type { CommonEnvironment } from '../environment.ts';
import { kafkaClients } from './kafka-client.ts';
import { type KafkaProducer, type KafkaProducerOptions, kafkaProducer } from './kafka-producer.ts';

/** The producer of an execution environment, as the function's principal. Connects when it is first used. */
export const principalProducer = (
  environment: CommonEnvironment,
  options: Pick<KafkaProducerOptions, 'insistMs'> = {},
): KafkaProducer => kafkaProducer({ connect: kafkaClients(environment), ...options });
