import type { OffsetRange } from './dead-letter-page-domain.ts';

/** Offsets still to be read of a topic, while its partitions are read from wherever they are asked for next. */
export class WantedOffsets {
  readonly #ahead: Map<number, readonly OffsetRange[]>;

  constructor(ranges: readonly OffsetRange[]) {
    this.#ahead = new Map(
      [...Map.groupBy(ranges, ({ partition }) => partition)].map(([partition, those]) => [
        partition,
        those.filter(({ from, end }) => from < end).sort((a, b) => a.from - b.from),
      ]),
    );
  }

  get isEmpty(): boolean {
    return [...this.#ahead.values()].every(({ length }) => length === 0);
  }

  /** Whether this offset is wanted. It and those before it are not wanted any more: a partition is read in its order. */
  take(partition: number, offset: number): boolean {
    const ahead = this.#ahead.get(partition) ?? [];
    const isWanted = ahead.some(({ from, end }) => from <= offset && offset < end);
    this.#ahead.set(
      partition,
      ahead
        .map((range) => ({ ...range, from: Math.max(range.from, offset + 1) }))
        .filter(({ from, end }) => from < end),
    );
    return isWanted;
  }

  /** The offset to go on with; undefined when there is nothing left of the partition. */
  nextOf(partition: number): number | undefined {
    return this.#ahead.get(partition)?.[0]?.from;
  }
}
