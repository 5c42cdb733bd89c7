import { validateOrderCreated } from '../../schemas/generated/validators.js';
import { kafkaEvents } from '../shared/runtime/kafka-events.ts';
import type { KafkaProducer } from '../shared/runtime/kafka-producer.ts';
import { ProduceOutcomeUnknown, ProduceRefused } from '../shared/runtime/produce-failure.ts';
import type { OrderEvents } from './ports.ts';

/** ORDER_CREATED to Kafka, acknowledged by all in-sync replicas. */
export const kafkaOrderEvents = (producer: KafkaProducer): OrderEvents => {
  const events = kafkaEvents(producer, { ORDER_CREATED: validateOrderCreated });
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
