import type { Validators } from '../../shared/runtime/idioms/accepted-events.ts';
import { kafkaEvents } from '../../shared/runtime/kafka/kafka-events.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { ProduceOutcomeUnknown, ProduceRefused } from '../../shared/runtime/kafka/produce-failure.ts';
import type { OrderEvents } from '../model/ports.ts';
import type { OrderEvent } from '../model/saga-events-domain.ts';

/** Events of orders to Kafka, acknowledged by all in-sync replicas. */
export const kafkaOrderEvents = <T extends OrderEvent['type']>(
  producer: KafkaProducer,
  validators: Validators<T>,
): OrderEvents => {
  const events = kafkaEvents(producer, validators);
  return {
    publish: async (event, deadline) => {
      try {
        await events.emit([event], deadline);
        return 'acknowledged';
      } catch (thrown) {
        if (thrown instanceof ProduceRefused) return 'refused';
        if (thrown instanceof ProduceOutcomeUnknown) return 'unknown';
        throw thrown;
      }
    },
  };
};
