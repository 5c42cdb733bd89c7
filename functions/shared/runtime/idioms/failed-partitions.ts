import { type KafkaRecord, partitionName } from './kafka-record.ts';
import type { FailedRange } from './last-errors.ts';

interface Failure {
  readonly offset: number;
  readonly error: unknown;
}

/** The first failed offset of each partition. Lambda redelivers everything behind it: skipping it would break the order. */
export class FailedPartitions {
  readonly #first = new Map<string, Failure>();

  add(record: KafkaRecord, error: unknown): void {
    const name = partitionName(record);
    const known = this.#first.get(name);
    if (known === undefined || record.offset < known.offset) this.#first.set(name, { offset: record.offset, error });
  }

  has(record: KafkaRecord): boolean {
    return record.offset >= (this.#first.get(partitionName(record))?.offset ?? Number.POSITIVE_INFINITY);
  }

  /** The records of a batch that are redelivered: one range per partition, however many records fail. */
  rangesOf(records: readonly KafkaRecord[]): readonly FailedRange[] {
    const failed = Map.groupBy(
      records.filter((record) => this.has(record)),
      partitionName,
    );
    return [...failed].flatMap(([name, some]) => {
      const first = this.#first.get(name);
      const [one] = some;
      if (first === undefined || one === undefined) return [];
      const to = some.reduce((most, { offset }) => Math.max(most, offset), first.offset);
      return [{ topic: one.topic, partition: one.partition, from: first.offset, to, error: first.error }];
    });
  }
}
