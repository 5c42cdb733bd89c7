/** Offsets of one partition: from `from` to the one before `end`. */
export interface TopicRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly end: number;
}

/** Offsets still to be read, while partitions are read from wherever they are asked for next. */
export class WantedOffsets {
  readonly #ahead: Map<string, readonly TopicRange[]>;

  constructor(ranges: readonly TopicRange[]) {
    this.#ahead = new Map(
      [...Map.groupBy(ranges, ({ topic, partition }) => nameOf(topic, partition))].map(([name, those]) => [
        name,
        those.filter(({ from, end }) => from < end).sort((a, b) => a.from - b.from),
      ]),
    );
  }

  /** The ranges of which nothing more is to come are left out. */
  get left(): readonly TopicRange[] {
    return [...this.#ahead.values()].flat();
  }

  get isEmpty(): boolean {
    return this.left.length === 0;
  }

  /** Whether this offset is wanted. It and those before it are not wanted any more: a partition is read in its order. */
  take(topic: string, partition: number, offset: number): boolean {
    const ahead = this.#ahead.get(nameOf(topic, partition)) ?? [];
    const isWanted = ahead.some(({ from, end }) => from <= offset && offset < end);
    this.pass(topic, partition, offset);
    return isWanted;
  }

  /** Reading has come past this offset, whether it was a record's or, as a transaction's marker, none's. */
  pass(topic: string, partition: number, offset: number): void {
    const name = nameOf(topic, partition);
    const ahead = this.#ahead.get(name);
    if (ahead === undefined) return;
    this.#ahead.set(
      name,
      ahead
        .map((range) => ({ ...range, from: Math.max(range.from, offset + 1) }))
        .filter(({ from, end }) => from < end),
    );
  }

  /** The offset to go on with; undefined when there is nothing left of the partition. */
  nextOf(topic: string, partition: number): number | undefined {
    return this.#ahead.get(nameOf(topic, partition))?.[0]?.from;
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}-${partition}`;
