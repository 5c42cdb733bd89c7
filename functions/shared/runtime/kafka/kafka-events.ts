import type { EventType } from '../../../../schemas/generated/types.ts';
import type { Validator } from '../../../../schemas/generated/validators.js';
import { schemaUri } from '../../../../schemas/metadata.ts';
import { describeViolations, type Validators } from '../idioms/accepted-events.ts';
import { type DomainEvent, keyOf, topicOf } from '../idioms/domain-event.ts';
import { EventsRefused } from '../idioms/events-refused.ts';
import type { EventSink } from '../idioms/idiom.ts';
import { traceparentOf } from '../telemetry/trace-context.ts';
import type { KafkaProducer } from './kafka-producer.ts';
import type { OutgoingRecord } from './outgoing-record.ts';
import { RecordsRefused } from './produce-failure.ts';

/**
 * Headers in CloudEvents 1.0 binary mode and W3C Trace Context. All derive from the event, so that a re-emitted event has the
 * same bytes.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
const headersOf = (event: DomainEvent): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: event.event_id,
  ce_type: event.type,
  ce_source: `/orderstream/${event.metadata.source}`,
  ce_time: event.timestamp,
  ce_dataschema: schemaUri(topicOf(event.type), event.type, event.metadata.schema_version),
  traceparent: traceparentOf(event),
});

/** The event as its record: topic and key as the catalogue declares them. @throws {RangeError} it declares none. */
const recordOf = (event: DomainEvent): OutgoingRecord => ({
  topic: topicOf(event.type),
  key: keyOf(event),
  value: JSON.stringify(event),
  headers: headersOf(event),
});

const causeOf = ({ type, event_id }: DomainEvent, { topic, value }: OutgoingRecord, error: string): string =>
  `Event ${event_id} (${type}, ${Buffer.byteLength(value ?? '')} bytes) is not accepted by ${topic}: ${error}`;

/**
 * Emits events of the given types, each valid by its schema.
 * @throws {TypeError} from `emit`, for an invalid event: a defect of the service, nothing is sent.
 * @throws {EventsRefused} from `emit`, for events that brokers never accept: all others are emitted.
 */
export const kafkaEvents = <T extends EventType>(producer: KafkaProducer, validators: Validators<T>): EventSink => {
  const byType: ReadonlyMap<string, Validator> = new Map(Object.entries(validators));
  /** Events are validated once, by `faultOf` or `emit`. */
  const sound = new WeakSet<DomainEvent>();
  const faultOf = (event: DomainEvent): string | undefined => {
    if (sound.has(event)) return undefined;
    const validate = byType.get(event.type);
    if (validate === undefined) return `This function emits no events of type "${event.type}"`;
    const violations = validate(event);
    if (violations !== null)
      return `Event ${event.event_id} is not a valid ${event.type}: ${describeViolations(violations)}`;
    sound.add(event);
    return undefined;
  };
  const checked = (event: DomainEvent): DomainEvent => {
    const fault = faultOf(event);
    if (fault !== undefined) throw new TypeError(fault);
    return event;
  };
  return {
    faultOf,
    emit: async (events, deadline) => {
      const sent = events.map((event) => ({ event, record: recordOf(checked(event)) }));
      try {
        await producer.send(
          sent.map(({ record }) => record),
          deadline,
        );
      } catch (thrown) {
        if (!(thrown instanceof RecordsRefused)) throw thrown;
        const causes = sent.flatMap(({ event, record }) => {
          const error = thrown.refused.get(record);
          return error === undefined ? [] : [[event.event_id, causeOf(event, record, error)] as const];
        });
        throw new EventsRefused(new Map(causes));
      }
    },
  };
};
