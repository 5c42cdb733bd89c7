/** A record as the event source mapping hands it over. Absent and null key or value mean the same: Lambda sends both. */
export interface EncodedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly timestampType?: string;
  /** Base64. */
  readonly key?: string | null;
  /** Base64. */
  readonly value?: string | null;
  /** One-key objects in record order. The bytes are signed (-128 … 127); null where the producer wrote no value. */
  readonly headers?: readonly Readonly<Record<string, readonly number[] | null>>[];
}

/** The event of a Kafka event source mapping. Keys of `records` are `<topic>-<partition>`. */
export interface KafkaEvent {
  readonly eventSource: string;
  readonly records: Readonly<Record<string, readonly EncodedRecord[]>>;
}

interface Header {
  readonly name: string;
  readonly value: Buffer;
}

/** A record with its bytes as Kafka stores them. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
}

const bytes = (base64: string | null | undefined): Buffer | null =>
  base64 == null ? null : Buffer.from(base64, 'base64');

const decodeRecord = (record: EncodedRecord): KafkaRecord => ({
  topic: record.topic,
  partition: record.partition,
  offset: record.offset,
  timestamp: record.timestamp,
  key: bytes(record.key),
  value: bytes(record.value),
  // Only dead letters are read with their headers.
  get headers() {
    return decodeHeaders(record.headers ?? []);
  },
});

// Buffer.from wraps the negative numbers of Lambda's signed bytes.
const decodeHeaders = (headers: NonNullable<EncodedRecord['headers']>): KafkaRecord['headers'] =>
  headers.flatMap((header) =>
    Object.entries(header).map(([name, value]) => ({ name, value: Buffer.from(value ?? []) })),
  );

/** All records of the event: one partition after the other, each in offset order. */
export const decodeRecords = (event: KafkaEvent): readonly KafkaRecord[] =>
  Object.values(event.records).flat().map(decodeRecord);

/** The partition's name in Lambda's events and partial batch responses. */
export const partitionName = ({ topic, partition }: Pick<KafkaRecord, 'topic' | 'partition'>): string =>
  `${topic}-${partition}`;
