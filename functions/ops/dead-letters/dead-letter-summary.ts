import { type Topic, type TopicName, topics } from '../../../schemas/catalogue.ts';
import type { DeadLetters } from '../../../schemas/generated/types.ts';
import { redact } from '../../shared/kernel/redact.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import { type DiscardedRecord, discardedRecord } from './discarded-record.ts';
import type { FailedPlace, LastError } from './ports.ts';
import { marksOf, type ReplayMark, replayOf } from './replay-marks-domain.ts';

type Summary = DeadLetters['letters'][number];

/** Limits of the contract. */
const most = { cause: 1_024, key: 256 } as const;
const eventType = /^[A-Z][A-Z_]{0,63}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const jsonOf = (value: Buffer | null): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(value?.toString() ?? ''));
  } catch {
    return {};
  }
};

/** The event type and id of a record, from its headers, or from its value without them. */
const identity = ({ headers, value }: KafkaRecord): Pick<Summary, 'event_type' | 'event_id'> => {
  const json = jsonOf(value);
  const fieldOf = (header: string, field: string): string =>
    headers.find(({ name }) => name === header)?.value.toString() ?? String(json[field]);
  const [event_type, event_id] = [fieldOf('ce_type', 'type'), fieldOf('ce_id', 'event_id')];
  return { ...(eventType.test(event_type) && { event_type }), ...(uuid.test(event_id) && { event_id }) };
};

/** A parsed record of a dead-letter queue. */
export interface ReadLetter extends DiscardedRecord {
  readonly letter: KafkaRecord;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export const readLetter = (topic: TopicName, letter: KafkaRecord): ReadLetter => ({
  letter,
  at: new Date(letter.timestamp).toISOString(),
  ...discardedRecord(topic, letter),
});

const marked = ({ originals }: ReadLetter) =>
  originals.map((original) => ({ ...original, event_id: identity(original).event_id }));

/** The marks that a replay of the letter writes. */
export const marksOfLetter = (read: ReadLetter): readonly string[] => marked(read).flatMap(marksOf);

/** Undefined if it was not replayed or its original record is unknown. */
export const replayOfLetter = (read: ReadLetter, marks: ReadonlyMap<string, ReplayMark>): ReplayMark | undefined =>
  replayOf(read.at, marked(read), marks);

/** The key of the last error; only for letters of an event source, which do not contain the error. */
export const failedPlace = ({ by, group, originals: [original] }: ReadLetter): FailedPlace | undefined => {
  if (by !== 'event-source' || original === undefined) return undefined;
  const { topic, partition, offset } = original;
  const { consumers }: Topic = topics[topic as TopicName];
  const principal = consumers.find((consumer) => consumer.group === group)?.principal;
  return principal && { principal, topic, partition, offset };
};

/** A letter in the response to operators. */
export const deadLetterSummary = (
  { letter, at, by, cause, attempts, group, originals }: ReadLetter,
  lastError: LastError | undefined,
  replayed: ReplayMark | undefined,
): Summary => {
  const [original] = originals;
  const { key } = original ?? letter;
  return {
    partition: letter.partition,
    offset: letter.offset,
    at,
    given_up_by: by,
    cause: redact(cause, most.cause),
    ...(lastError && { last_error: { ...lastError } }),
    ...(attempts !== undefined && { attempts }),
    ...(group !== undefined && { consumer_group: group }),
    ...(original && { source: { partition: original.partition, offset: original.offset } }),
    ...(key && { key: redact(key.toString(), most.key) }),
    ...identity(original ?? letter),
    replayable: originals.length > 0,
    ...(replayed && { replayed: { ...replayed } }),
  };
};
