export type TimestampType = 'CREATE_TIME' | 'LOG_APPEND_TIME';

/** A record as a consumer reads it from Kafka. */
export interface PolledRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly timestampType: TimestampType;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** In record order; a name may come more than once. */
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

/** A record rendered for an event: its JSON text, which counts for the size limit. */
export interface EventRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  /** Unix milliseconds at which the mapping read it: the batching window counts from here. */
  readonly arrivedAt: number;
  readonly json: string;
  /** UTF-8 length of `json`. */
  readonly bytes: number;
}

/**
 * Renders a record as Lambda does: key and value in base64 and absent when null, headers as arrays of *signed* bytes.
 * Source: sample events of Powertools for AWS Lambda, and its issues 4988, 5016 (tombstones) and 6862 (signed bytes).
 */
export function toEventRecord(record: PolledRecord, arrivedAt: number): EventRecord {
  const { partition, offset, timestamp } = record;
  let text = rendered.get(record);
  if (text === undefined) {
    text = render(record);
    rendered.set(record, text);
  }
  return { partition, offset, timestamp, arrivedAt, ...text };
}

/** The texts of records that mappings share: one for the payloads of all of them. */
const rendered = new WeakMap<PolledRecord, Pick<EventRecord, 'json' | 'bytes'>>();

function render(record: PolledRecord): Pick<EventRecord, 'json' | 'bytes'> {
  const json = JSON.stringify({
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    timestampType: record.timestampType,
    key: record.key?.toString('base64'),
    value: record.value?.toString('base64'),
    headers: record.headers.map(([name, value]) => ({ [name]: value === null ? null : signedBytes(value) })),
  });
  return { json, bytes: Buffer.byteLength(json) };
}

/** Key bytes of the original record; null when it had none. */
export function keyOf(record: EventRecord): Buffer | null {
  const { key }: { readonly key?: string } = JSON.parse(record.json);
  return key === undefined ? null : Buffer.from(key, 'base64');
}

function signedBytes(bytes: Buffer): number[] {
  return Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}
