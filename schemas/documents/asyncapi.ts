import { deadLetter, deadLetterTopic, type Topic, topicDefinitions, topicNames, topics } from '../catalogue.ts';
import { eventContracts } from '../contracts.ts';
import type { JsonSchema } from '../json-schema.ts';
import { asyncMessages, headerSchemas } from './asyncapi-messages.ts';
import { asyncOperations } from './asyncapi-operations.ts';
import { about, schemaComponents } from './components.ts';
import { kafkaBinding } from './kafka-binding.ts';

const channelBinding = (topic: string): JsonSchema => {
  const definition = topicDefinitions.find(({ name }) => name === topic);
  if (definition === undefined) throw new RangeError(`No topic ${topic} in the catalogue`);
  const { partitions, replicationFactor, configs } = definition;
  return kafkaBinding({
    topic,
    partitions,
    replicas: replicationFactor,
    topicConfiguration: {
      'cleanup.policy': [configs['cleanup.policy']],
      'retention.ms': Number(configs['retention.ms']),
    },
  });
};

const channels = (): JsonSchema =>
  Object.fromEntries(
    topicNames.flatMap((name) => {
      const { key, eventTypes, retentionDays }: Topic = topics[name];
      const queue = deadLetterTopic(name);
      return [
        [
          name,
          {
            address: name,
            description: `Keyed by \`${key}\`: events of one key are in order. Kept for ${retentionDays} days.`,
            messages: Object.fromEntries(eventTypes.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
            bindings: channelBinding(name),
          },
        ],
        [
          queue,
          {
            address: queue,
            description: `What could not be processed of \`${name}\`. Kept for ${deadLetter.retentionDays} days.`,
            messages: { DeadLetter: { $ref: '#/components/messages/DeadLetter' } },
            bindings: channelBinding(queue),
          },
        ],
      ];
    }),
  );

/** The topics as an AsyncAPI 3.0 document. */
export const asyncApiDocument = (): JsonSchema => ({
  asyncapi: '3.0.0',
  info: {
    title: 'orderstream events',
    description:
      'Events of the order platform. An event is emitted again, the same to the byte, rather than lost: consumers know it by ' +
      '`event_id`. Schemas stay fully compatible: a reader takes fields that it does not know, of any version.',
    ...{ version: about.version, license: { name: about.license.name } },
  },
  defaultContentType: 'application/json',
  servers: {
    kafka: {
      host: '{bootstrap}',
      protocol: 'kafka-secure',
      description: 'Amazon MSK; on one machine, five brokers on loopback.',
      variables: { bootstrap: { description: 'Bootstrap brokers: an output of the kafka stack.' } },
      security: [{ $ref: '#/components/securitySchemes/scram' }],
    },
  },
  channels: channels(),
  operations: asyncOperations(),
  components: {
    securitySchemes: { scram: { type: 'scramSha512', description: 'One user a service; each may do what it needs.' } },
    messages: asyncMessages(),
    schemas: {
      ...schemaComponents(eventContracts),
      ...headerSchemas,
    },
  },
});
