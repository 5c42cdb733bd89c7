import type { EventRecord } from './event-record.ts';
import type { Attempt } from './retry-policy.ts';

/** A running or scheduled attempt, with the lanes of its records. */
export interface Delivery extends Attempt {
  readonly lanes: ReadonlyMap<number, Lane>;
  /** Unix milliseconds; backoff. */
  readonly notBefore: number;
  /** Of its last invocation. */
  readonly requestId: string | undefined;
}

/** Memory that a record takes besides its text. */
const overheadBytes = 256;

/** One assigned partition: its polled, unprocessed records, in order. */
export class Lane {
  readonly partition: number;
  paused = false;
  /** Offset up to which (exclusive) Kafka holds the records as processed. */
  committed: number;
  /** Offset up to which (exclusive) a commit was requested. */
  requested: number;
  /** The offset to which polling was last reset because of a gap. */
  soughtBackTo: number | undefined;
  #nextOffset: number;
  #pending: EventRecord[] = [];
  #pendingBytes = 0;
  #deliveries: readonly Delivery[] = [];

  /** @param start the offset at which reading begins. */
  constructor(partition: number, start: number) {
    this.partition = partition;
    this.committed = start;
    this.requested = start;
    this.#nextOffset = start;
  }

  /** Offset after the last record read, whether it passed the filters or not. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get bufferedBytes(): number {
    return this.#pendingBytes + this.#pending.length * overheadBytes;
  }

  get pending(): readonly EventRecord[] {
    return this.#pending;
  }

  /** The delivery that must end before any other of this partition may start. */
  get first(): Delivery | undefined {
    return this.#deliveries[0];
  }

  get idle(): boolean {
    return this.#pending.length === 0 && this.#deliveries.length === 0;
  }

  accept(records: readonly EventRecord[], nextOffset: number): void {
    for (const record of records) {
      this.#pending.push(record);
      this.#pendingBytes += record.bytes;
    }
    this.#nextOffset = Math.max(this.#nextOffset, nextOffset);
  }

  /** Removes the first records from the buffer: they go into a delivery. */
  take(count: number): void {
    for (const record of this.#pending.splice(0, count)) this.#pendingBytes -= record.bytes;
  }

  begin(delivery: Delivery): void {
    this.#deliveries = [...this.#deliveries, delivery];
  }

  /** Puts the rest of a delivery in its place, in order. */
  replace(delivery: Delivery, successors: readonly Delivery[]): void {
    const mine = successors.filter((successor) => successor.lanes.get(this.partition) === this);
    this.#deliveries = this.#deliveries.flatMap((each) => (each === delivery ? mine : [each]));
  }

  /** The committable offset: that of the first unprocessed record, else the next to poll. */
  safeOffset(): number {
    const unfinished = this.#deliveries.flatMap((delivery) => {
      const record = delivery.records.find(({ partition }) => partition === this.partition);
      return record === undefined ? [] : [record.offset];
    });
    if (unfinished.length > 0) return Math.min(...unfinished);
    return this.#pending[0]?.offset ?? this.#nextOffset;
  }
}
