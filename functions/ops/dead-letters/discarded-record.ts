import type { TopicName } from '../../../schemas/topics.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import { consumerGroupOf } from './consumer-group-domain.ts';
import { readEnvelope } from './lambda-envelope.ts';

/** The content of a dead letter. */
export interface DiscardedRecord {
  readonly by: 'function' | 'event-source' | 'unknown';
  readonly cause: string;
  readonly attempts?: number;
  readonly group?: string;
  /** The original records: several if an event source discarded a batch, none if they are unknown. */
  readonly originals: readonly KafkaRecord[];
}

const prefix = 'dlq-';

const unknown = (cause: string): DiscardedRecord => ({ by: 'unknown', cause, originals: [] });

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** Dead letters of functions: the unchanged record with `dlq-*` headers. */
const ofFunction = (
  topic: TopicName,
  letter: KafkaRecord,
  dlqHeaders: ReadonlyMap<string, string>,
): DiscardedRecord => {
  const partition = wholeNumber(dlqHeaders.get('dlq-partition'));
  const offset = wholeNumber(dlqHeaders.get('dlq-offset'));
  if (dlqHeaders.get('dlq-source-topic') !== topic || partition === undefined || offset === undefined)
    return unknown(`Its headers name no place in ${topic}`);
  const attempts = wholeNumber(dlqHeaders.get('dlq-attempts'));
  const group = consumerGroupOf(topic, ({ principal }) => principal === dlqHeaders.get('dlq-service'));
  const headers = letter.headers.filter(({ name }) => !name.startsWith(prefix));
  return {
    by: 'function',
    cause: dlqHeaders.get('dlq-cause') ?? '',
    ...(attempts !== undefined && { attempts }),
    ...(group !== undefined && { group }),
    originals: [{ ...letter, topic, partition, offset, headers }],
  };
};

/** Parses a dead letter of a function or of an event source. Never throws. */
export const discardedRecord = (topic: TopicName, letter: KafkaRecord): DiscardedRecord => {
  const dlqHeaders = new Map(
    letter.headers.filter(({ name }) => name.startsWith(prefix)).map(({ name, value }) => [name, value.toString()]),
  );
  if (dlqHeaders.size > 0) return ofFunction(topic, letter, dlqHeaders);
  const envelope = readEnvelope(topic, letter);
  return envelope === undefined
    ? unknown('It is neither a record with dlq-* headers nor an envelope of Lambda')
    : { by: 'event-source', ...envelope };
};
