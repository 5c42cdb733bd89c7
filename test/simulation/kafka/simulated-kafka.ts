import type { EncodedRecord } from '../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { OutgoingRecord } from '../../../functions/shared/runtime/kafka/outgoing-record.ts';
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
  /** Of several of one name, the last. */
  readonly headers: Readonly<Record<string, string>>;
  /** The value, parsed, where it is JSON in UTF-8. */
  readonly json: unknown;
  /** As the event source mapping hands it over. */
  readonly encoded: EncodedRecord;
}

const bytesOf = (value: Buffer | string | null): Buffer | null =>
  typeof value === 'string' ? Buffer.from(value) : value;

const parsed = (value: Buffer | string | null): unknown => {
  try {
    return value === null ? undefined : JSON.parse(typeof value === 'string' ? value : utf8.decode(value));
  } catch {
    return undefined;
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One by one, as they lie in a record: several of a name are a list. */
const headerList = (headers: OutgoingRecord['headers']): readonly (readonly [string, Buffer])[] =>
  Object.entries(headers).flatMap(([name, values = []]) =>
    [values].flat().map((value) => [name, Buffer.from(value)] as const),
  );

const deadLetterPartitions = 3;

/** Topics and their partitions: what is appended has the next offset, and never changes. */
export class SimulatedKafka {
  readonly #partitions: number;
  readonly #now: () => number;
  readonly #topics = new Map<string, StoredRecord[][]>();
  /** Called with each record once it is stored. */
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
    const [keyBytes, valueBytes] = [bytesOf(key), bytesOf(value)];
    const storedKey = keyBytes?.toString() ?? null;
    const number = partition ?? this.partitionOf(topic, storedKey ?? '');
    const log = this.#partitionsOf(topic)[number];
    if (log === undefined) throw new RangeError(`Topic ${topic} has no partition ${number}`);
    const place = { topic, partition: number, offset: log.length, timestamp: this.#now() };
    const list = headerList(headers);
    const record: StoredRecord = {
      ...place,
      key: storedKey,
      value: typeof value === 'string' ? value : (valueBytes?.toString() ?? null),
      headers: Object.fromEntries(list.map(([name, bytes]) => [name, bytes.toString()])),
      json: parsed(value),
      encoded: {
        ...place,
        timestampType: 'CREATE_TIME',
        ...(keyBytes !== null && { key: keyBytes.toString('base64') }),
        ...(valueBytes !== null && { value: valueBytes.toString('base64') }),
        // Lambda's headers: an object of one key each, bytes signed.
        headers: list.map(([name, bytes]) => ({ [name]: Array.from(bytes, (byte) => (byte << 24) >> 24) })),
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
