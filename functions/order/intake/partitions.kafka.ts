import { topicOf } from '../../shared/runtime/idioms/domain-event.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import type { Partitions } from './writable-id.ts';

/** Partitions as the producer knows them from its own sends, without a request. */
export const producerPartitions = (producer: KafkaProducer): Partitions => {
  const topic = topicOf('ORDER_CREATED');
  return { of: (orderId) => producer.partitionOf(topic, orderId) };
};
