import type { TopicName } from '../../schemas/catalogue.ts';
import type { DeadLetters } from '../../schemas/generated/types.ts';
import type { KafkaRecord } from '../shared/runtime/idioms/kafka-record.ts';
import { givenUp } from './given-up.ts';
import { shown } from './shown-domain.ts';

type Summary = DeadLetters['letters'][number];

/** As the contract has them. */
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

/** What a record says it is: in its headers, or in its value where it has none. */
const identity = ({ headers, value }: KafkaRecord): Pick<Summary, 'event_type' | 'event_id'> => {
  const json = jsonOf(value);
  const said = (header: string, field: string): string =>
    headers.find(({ name }) => name === header)?.value.toString() ?? String(json[field]);
  const [event_type, event_id] = [said('ce_type', 'type'), said('ce_id', 'event_id')];
  return { ...(eventType.test(event_type) && { event_type }), ...(uuid.test(event_id) && { event_id }) };
};

/** What operators see of a record of the dead-letter queue of a topic. */
export const deadLetterSummary = (topic: TopicName, letter: KafkaRecord): Summary => {
  const { by, cause, attempts, group, originals } = givenUp(topic, letter);
  const [original] = originals;
  const { key } = original ?? letter;
  return {
    partition: letter.partition,
    offset: letter.offset,
    at: new Date(letter.timestamp).toISOString(),
    given_up_by: by,
    cause: shown(cause, most.cause),
    ...(attempts !== undefined && { attempts }),
    ...(group !== undefined && { consumer_group: group }),
    ...(original && { source: { partition: original.partition, offset: original.offset } }),
    ...(key && { key: shown(key.toString(), most.key) }),
    ...identity(original ?? letter),
    replayable: originals.length > 0,
  };
};
