import type { EventRecord } from './event-record.ts';

/** Largest Invoke request: 6 MB of the whole JSON text, after base64. */
export const maximumPayloadBytes = 6_291_456;

/** The common part of all events of one mapping. */
export interface EventSource {
  readonly eventSourceArn: string;
  /** Comma-joined `host:port`. */
  readonly bootstrapServers: string;
  readonly topic: string;
}

/** JSON text of the event with these records, which must be in offset order per partition. */
export function eventPayload(source: EventSource, records: readonly EventRecord[]): string {
  const byPartition = new Map<number, string[]>();
  for (const record of records) {
    const texts = byPartition.get(record.partition);
    if (texts === undefined) byPartition.set(record.partition, [record.json]);
    else texts.push(record.json);
  }
  const partitions = [...byPartition].map(
    ([partition, texts]) => `${JSON.stringify(topicPartition(source.topic, partition))}:[${texts.join(',')}]`,
  );
  return `${payloadStart(source)}${partitions.join(',')}${payloadEnd}`;
}

/** Key of a partition in `records`, in partial batch responses and in on-failure envelopes. */
export function topicPartition(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

/** Adds up the exact size of an event while a batch is being filled. */
export class PayloadSize {
  readonly #topic: string;
  readonly #partitions = new Set<number>();
  #bytes: number;

  constructor(source: EventSource) {
    this.#topic = source.topic;
    this.#bytes = Buffer.byteLength(payloadStart(source)) + payloadEnd.length;
  }

  /** Counts the record in, unless the event would become larger than the limit. */
  add(record: EventRecord): boolean {
    const bytes = this.#bytes + record.bytes + this.#framing(record.partition);
    if (bytes > maximumPayloadBytes) return false;
    this.#bytes = bytes;
    this.#partitions.add(record.partition);
    return true;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A comma before each record but the first; a new partition brings `"key":[]` of its own. */
  #framing(partition: number): number {
    const comma = this.#partitions.size > 0 ? 1 : 0;
    return this.#partitions.has(partition) ? 1 : comma + topicPartition(this.#topic, partition).length + 5;
  }
}

const payloadEnd = '}}';

function payloadStart({ eventSourceArn, bootstrapServers }: EventSource): string {
  const head = JSON.stringify({ eventSource: 'aws:kafka', eventSourceArn, bootstrapServers });
  return `${head.slice(0, -1)},"records":{`;
}
