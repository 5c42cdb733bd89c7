import type { TopicName } from '../../../schemas/topics.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import { consumerGroupOf } from './consumer-group-domain.ts';
import { readEnvelope } from './lambda-envelope.ts';

/** What a record of a dead-letter queue says of the one that was given up. */
export interface DiscardedRecord {
  readonly by: 'function' | 'event-source' | 'unknown';
  readonly cause: string;
  readonly attempts?: number;
  readonly group?: string;
  /** As they were in their topic: one, but where an event source gave up several together; none where that is not known. */
  readonly originals: readonly KafkaRecord[];
}

const prefix = 'dlq-';

const unknown = (cause: string): DiscardedRecord => ({ by: 'unknown', cause, originals: [] });

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** The form of functions: the record untouched, with headers about it. */
const ofFunction = (topic: TopicName, letter: KafkaRecord, emitted: ReadonlyMap<string, string>): DiscardedRecord => {
  const partition = wholeNumber(emitted.get('dlq-partition'));
  const offset = wholeNumber(emitted.get('dlq-offset'));
  if (emitted.get('dlq-source-topic') !== topic || partition === undefined || offset === undefined)
    return unknown(`Its headers name no place in ${topic}`);
  const attempts = wholeNumber(emitted.get('dlq-attempts'));
  const group = consumerGroupOf(topic, ({ principal }) => principal === emitted.get('dlq-service'));
  const headers = letter.headers.filter(({ name }) => !name.startsWith(prefix));
  return {
    by: 'function',
    cause: emitted.get('dlq-cause') ?? '',
    ...(attempts !== undefined && { attempts }),
    ...(group !== undefined && { group }),
    originals: [{ ...letter, topic, partition, offset, headers }],
  };
};

/** Reads a record of the dead-letter queue of a topic, in either form. Never throws. */
export const discardedRecord = (topic: TopicName, letter: KafkaRecord): DiscardedRecord => {
  const emitted = new Map(
    letter.headers.filter(({ name }) => name.startsWith(prefix)).map(({ name, value }) => [name, value.toString()]),
  );
  if (emitted.size > 0) return ofFunction(topic, letter, emitted);
  const envelope = readEnvelope(topic, letter);
  return envelope === undefined
    ? unknown('It is neither a record with dlq-* headers nor an envelope of Lambda')
    : { by: 'event-source', ...envelope };
};
