import { asyncOperations } from './asyncapi-operations.ts';
import { deadLetter, deadLetterTopic, type Topic, topicDefinitions, topicNames, topics } from './catalogue.ts';
import { about, exampleOf, schemaComponents, schemaReference } from './components.ts';
import { type Contract, eventContracts } from './contracts.ts';
import { schemaVersions } from './generated/versions.ts';
import type { JsonSchema } from './json-schema.ts';
import { schemaUri } from './metadata.ts';

const kafkaBinding = (binding: JsonSchema): JsonSchema => ({ kafka: { ...binding, bindingVersion: '0.5.0' } });

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

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({ type: 'string', description, ...more });

/** CloudEvents 1.0 in binary mode, and W3C Trace Context. */
const eventHeaders = {
  type: 'object',
  required: [
    'content-type',
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_time',
    'ce_dataschema',
    'traceparent',
  ],
  properties: {
    'content-type': { const: 'application/json' },
    ce_specversion: { const: '1.0' },
    ce_id: text('`event_id` of the value.', { format: 'uuid' }),
    ce_type: text('`type` of the value.'),
    ce_source: text('The function that emitted it: /orderstream/order/saga.'),
    ce_time: text('`timestamp` of the value.', { format: 'date-time' }),
    ce_dataschema: text('The version of the schema: urn:orderstream:schema:<topic>:<type>:<version>.'),
    traceparent: text('W3C Trace Context.', { pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-01$' }),
  },
};

const deadLetterHeaders = {
  type: 'object',
  description:
    'The headers of the record, and these. None of them where the event source gave it up, not the function.',
  properties: {
    'dlq-cause': text('Why it was given up.'),
    'dlq-attempts': text('How often it was tried.'),
    'dlq-source-topic': text('Where it was.'),
    'dlq-partition': text('Its partition there.'),
    'dlq-offset': text('Its offset there.'),
  },
};

const example = (contract: Contract, topic: string, type: string): JsonSchema => {
  const payload = exampleOf(contract);
  const event = { source: '', ...Object(payload['metadata']) };
  const id = String(payload['event_id']);
  return {
    name: type,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_source: `/orderstream/${event.source}`,
      ce_time: payload['timestamp'],
      ce_dataschema: schemaUri(topic, type, event.schema_version),
      traceparent: `00-${payload['trace_id']}-${id.replaceAll('-', '').slice(0, 16)}-01`,
    },
    payload,
  };
};

const messages = (): JsonSchema => ({
  ...Object.fromEntries(
    eventContracts.flatMap((contract) => {
      const { event, schema, typeName } = contract;
      if (event === undefined) return [];
      const { key }: Topic = topics[event.topic as keyof typeof topics];
      const version = Object.entries(schemaVersions).find(([type]) => type === event.type)?.[1];
      return [
        [
          event.type,
          {
            name: event.type,
            title: typeName,
            summary: schema['description'],
            contentType: 'application/json',
            'x-schema-version': version,
            headers: schemaReference('EventHeaders'),
            payload: schemaReference(typeName),
            bindings: kafkaBinding({ key: text(`The \`${key}\` of the event.`) }),
            examples: [example(contract, event.topic, event.type)],
          },
        ],
      ];
    }),
  ),
  DeadLetter: {
    name: 'DeadLetter',
    title: 'DeadLetter',
    summary: 'A record as it was, where a function gave it up; Lambda’s envelope of it, where its event source did.',
    headers: schemaReference('DeadLetterHeaders'),
    payload: {},
  },
});

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
    messages: messages(),
    schemas: {
      ...schemaComponents(eventContracts),
      EventHeaders: eventHeaders,
      DeadLetterHeaders: deadLetterHeaders,
    },
  },
});
