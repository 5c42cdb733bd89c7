import type { EncodedRecord, KafkaEvent } from '../../functions/shared/runtime/idioms/kafka-record.ts';

export interface TestRecord {
  readonly partition: number;
  readonly offset: number;
  /** Text, or a value to be sent as JSON; null for a tombstone. */
  readonly value: unknown;
  readonly key?: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const encoded = (topic: string, { partition, offset, value, key }: TestRecord): EncodedRecord => ({
  topic,
  partition,
  offset,
  timestamp: 0,
  timestampType: 'CREATE_TIME',
  ...(key !== undefined && { key: base64(key) }),
  ...(value !== null && { value: base64(typeof value === 'string' ? value : JSON.stringify(value)) }),
  headers: [],
});

/** The event of an event source mapping, with the records by partition. */
export const kafkaEvent = (topic: string, records: readonly TestRecord[]): KafkaEvent => ({
  eventSource: 'aws:kafka',
  records: Object.fromEntries(
    [...Map.groupBy(records, ({ partition }) => `${topic}-${partition}`)].map(([name, group]) => [
      name,
      group.map((record) => encoded(topic, record)),
    ]),
  ),
});
