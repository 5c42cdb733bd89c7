import type { JsonSchema } from '../json-schema.ts';

/** Kafka's own properties of a channel, a message or an operation. */
export const kafkaBinding = (binding: JsonSchema): JsonSchema => ({ kafka: { ...binding, bindingVersion: '0.5.0' } });
