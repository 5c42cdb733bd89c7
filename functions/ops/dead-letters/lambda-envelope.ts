import type { TopicName } from '../../../schemas/topics.ts';
import { decodeRecords, type EncodedRecord, type KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import { consumerGroupOf } from './consumer-group-domain.ts';

interface Envelope {
  readonly cause: string;
  readonly attempts?: number;
  readonly group?: string;
  readonly originals: readonly KafkaRecord[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';
const isHeader = (value: unknown): boolean =>
  isFields(value) &&
  Object.values(value).every((bytes) => bytes === null || (Array.isArray(bytes) && bytes.every(Number.isInteger)));

const isRecord = (value: unknown): value is EncodedRecord =>
  isFields(value) &&
  typeof value['topic'] === 'string' &&
  ['partition', 'offset', 'timestamp'].every((name) => isNumber(value[name])) &&
  isText(value['key']) &&
  isText(value['value']) &&
  (value['headers'] === undefined || (Array.isArray(value['headers']) && value['headers'].every(isHeader)));

/** The records of the function's event; empty if any of them is malformed. */
const originalsIn = (topic: TopicName, payload: unknown): readonly KafkaRecord[] => {
  const records = isFields(payload) && isFields(payload['records']) ? Object.values(payload['records']).flat() : [];
  const sound = records.filter(isRecord).filter((record) => record.topic === topic);
  return sound.length === records.length ? decodeRecords({ eventSource: '', records: { [topic]: sound } }) : [];
};

const parsed = (value: Buffer | null): unknown => {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
};

/**
 * Parses the envelope that an event source mapping writes to an on-failure topic, with the event under `payload`.
 * `RetriesExhausted` and `RetryAttemptsExhausted` are both documented; the condition is passed on unchecked.
 * https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
 */
export const readEnvelope = (topic: TopicName, { value }: Pick<KafkaRecord, 'value'>): Envelope | undefined => {
  const envelope = parsed(value);
  const context = isFields(envelope) ? envelope['requestContext'] : undefined;
  if (!isFields(envelope) || !isFields(context)) return undefined;
  const { functionArn, condition, approximateInvokeCount: attempts } = context as { readonly [name: string]: unknown };
  if (typeof functionArn !== 'string' || typeof condition !== 'string') return undefined;
  const response = envelope['responseContext'];
  const error = isFields(response) ? response['functionError'] : undefined;
  // arn:aws:lambda:<region>:<account>:function:<name>, optionally with a version.
  const name = functionArn.split(':')[6] ?? '';
  const group = consumerGroupOf(topic, (consumer) => name.endsWith(`-${consumer.function.replace('/', '-')}`));
  return {
    cause: typeof error === 'string' ? `${condition}: ${error}` : condition,
    ...(isNumber(attempts) && { attempts }),
    ...(group !== undefined && { group }),
    originals: originalsIn(topic, envelope['payload']),
  };
};
