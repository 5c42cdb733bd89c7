/** Offsets of one partition: from `from` to the one before `end`. */
export interface TopicRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly end: number;
}

/** The unread offsets of a set of ranges. */
export class UnreadOffsets {
  readonly #ahead: Map<string, readonly TopicRange[]>;

  constructor(ranges: readonly TopicRange[]) {
    this.#ahead = new Map(
      [...Map.groupBy(ranges, ({ topic, partition }) => nameOf(topic, partition))].map(([name, those]) => [
        name,
        those.filter(({ from, end }) => from < end).sort((a, b) => a.from - b.from),
      ]),
    );
  }

  /** Without ranges that are completely read. */
  get left(): readonly TopicRange[] {
    return [...this.#ahead.values()].flat();
  }

  get isEmpty(): boolean {
    return this.left.length === 0;
  }

  /** Whether this offset is to be read. Marks it and all before it as read: a partition is read in order. */
  take(topic: string, partition: number, offset: number): boolean {
    const ahead = this.#ahead.get(nameOf(topic, partition)) ?? [];
    const isUnread = ahead.some(({ from, end }) => from <= offset && offset < end);
    this.pass(topic, partition, offset);
    return isUnread;
  }

  /** Marks all offsets up to this one as read; it may be a transaction marker, which has no record. */
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

  /** The next offset to read; undefined if the partition is completely read. */
  nextOf(topic: string, partition: number): number | undefined {
    return this.#ahead.get(nameOf(topic, partition))?.[0]?.from;
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}-${partition}`;
