import { type Topic, topics } from '../catalogue.ts';
import { type Contract, eventContracts } from '../contracts.ts';
import { schemaVersions } from '../generated/versions.ts';
import type { JsonSchema } from '../json-schema.ts';
import { schemaUri } from '../metadata.ts';
import { exampleOf, schemaReference } from './components.ts';
import { kafkaBinding } from './kafka-binding.ts';

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
    'content-type': { type: 'string', const: 'application/json' },
    ce_specversion: { type: 'string', const: '1.0' },
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
    'dlq-cause': text('Why it was dead-lettered.'),
    'dlq-attempts': text('The number of attempts.'),
    'dlq-service': text('The service whose function dead-lettered it.'),
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

/** Every message of the topics: an event type, or a dead letter. */
export const asyncMessages = (): JsonSchema => ({
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
    contentType: 'application/octet-stream',
    headers: schemaReference('DeadLetterHeaders'),
    payload: text('The value as it was: JSON as a rule, anything where that is why it is here.', { format: 'binary' }),
  },
});

/** Schemas of the headers. */
export const headerSchemas = { EventHeaders: eventHeaders, DeadLetterHeaders: deadLetterHeaders } as const;
