import type { DeadLetterQueues, ReturnedRecords } from '../../../functions/ops/dead-letters/ports.ts';
import type { KafkaRecord } from '../../../functions/shared/runtime/idioms/kafka-record.ts';

/** A dead-letter queue, whose oldest records retention may have deleted, and the replayed records. */
export class InMemoryDeadLetterQueues implements DeadLetterQueues, ReturnedRecords {
  readonly #partitions: KafkaRecord[][] = [[], [], []];
  readonly #from = [0, 0, 0];
  /** Number of requested records by read. */
  readonly asked: number[] = [];
  readonly writes: (readonly KafkaRecord[])[] = [];
  fault: Error | undefined;

  /** @returns its offset. */
  append(partition: number, record: Omit<KafkaRecord, 'topic' | 'partition' | 'offset'>): number {
    const records = this.#partitions[partition] ?? [];
    return records.push({ ...record, topic: 'orders.created.dlq', partition, offset: records.length }) - 1;
  }

  expire(partition: number, from: number): void {
    this.#from[partition] = from;
  }

  async kept() {
    return this.#partitions.map(({ length }, partition) => ({
      partition,
      from: this.#from[partition] ?? 0,
      end: length,
    }));
  }

  async read(...[, ranges]: Parameters<DeadLetterQueues['read']>): Promise<readonly KafkaRecord[]> {
    this.asked.push(ranges.reduce((sum, { from, end }) => sum + end - from, 0));
    return ranges.flatMap(
      ({ partition, from, end }) =>
        this.#partitions[partition]?.slice(Math.max(from, this.#from[partition] ?? 0), end) ?? [],
    );
  }

  async write(records: readonly KafkaRecord[]): Promise<readonly number[]> {
    if (this.fault !== undefined) throw this.fault;
    this.writes.push(records);
    return records.map(({ partition }) => partition);
  }
}
