import type { EncodedRecord } from '../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { OutgoingRecord } from '../../../functions/shared/runtime/kafka-producer.ts';
import { hashOf } from '../kernel/random.ts';

/** A record as it lies in its partition. */
export interface StoredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: string | null;
  /** UTF-8. */
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The value, parsed, where it is JSON. */
  readonly json: unknown;
  /** As the event source mapping hands it over. */
  readonly encoded: EncodedRecord;
}

const base64 = (text: string | null): string | null => (text === null ? null : Buffer.from(text).toString('base64'));
const textOf = (value: Buffer | string | null): string | null =>
  Buffer.isBuffer(value) ? value.toString('utf8') : value;

const parsed = (value: string | null): unknown => {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
};

const headersOf = (headers: OutgoingRecord['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Lambda's headers: an object of one key each, bytes signed. */
const encodedHeaders = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({
    [name]: [...Buffer.from(value)].map((byte) => (byte << 24) >> 24),
  }));

const deadLetterPartitions = 3;

/** Topics and their partitions: what is appended has the next offset, and never changes. */
export class SimulatedKafka {
  readonly #partitions: number;
  readonly #now: () => number;
  readonly #topics = new Map<string, StoredRecord[][]>();
  /** Told of each record once it is stored. */
  onAppend: (record: StoredRecord) => void = () => undefined;

  /** @param now virtual milliseconds since the epoch. */
  constructor({ partitions, now }: { readonly partitions: number; readonly now: () => number }) {
    this.#partitions = partitions;
    this.#now = now;
  }

  get topics(): readonly string[] {
    return [...this.#topics.keys()];
  }

  /** All partitions of a topic: records by their offsets. */
  partitions(topic: string): readonly (readonly StoredRecord[])[] {
    return this.#partitionsOf(topic);
  }

  /** All records of a topic, one partition after the other. */
  records(topic: string): readonly StoredRecord[] {
    return this.#partitionsOf(topic).flat();
  }

  partitionOf(topic: string, key: string): number {
    return hashOf(key) % this.#partitionsOf(topic).length;
  }

  append({ topic, key, value, headers, partition }: OutgoingRecord): StoredRecord {
    const [storedKey, storedValue] = [textOf(key), textOf(value)];
    const number = partition ?? this.partitionOf(topic, storedKey ?? '');
    const log = this.#partitionsOf(topic)[number];
    if (log === undefined) throw new RangeError(`Topic ${topic} has no partition ${number}`);
    const place = { topic, partition: number, offset: log.length, timestamp: this.#now() };
    const texts = headersOf(headers);
    const record: StoredRecord = {
      ...place,
      key: storedKey,
      value: storedValue,
      headers: texts,
      json: parsed(storedValue),
      encoded: {
        ...place,
        timestampType: 'CREATE_TIME',
        key: base64(storedKey),
        value: base64(storedValue),
        headers: encodedHeaders(texts),
      },
    };
    log.push(record);
    this.onAppend(record);
    return record;
  }

  #partitionsOf(topic: string): StoredRecord[][] {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const count = topic.endsWith('.dlq') ? deadLetterPartitions : this.#partitions;
    const created: StoredRecord[][] = Array.from({ length: count }, () => []);
    this.#topics.set(topic, created);
    return created;
  }
}
