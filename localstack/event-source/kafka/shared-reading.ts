import type { PolledBatch } from '../delivery/dispatcher.ts';

/** A mapping as a reader of its topic. */
export interface TopicReader {
  /** Among readers at the same offset, the one with the lowest rank fetches for all. */
  readonly rank: number;
  /** Takes a batch. Returns the offset that the reader wants next, or undefined where it did not take it. */
  readonly take: (batch: PolledBatch) => number | undefined;
  /** Fetch the partition yourself, from this offset on. */
  readonly fetch: (partition: number, offset: number) => void;
  /** Do not fetch the partition: another reader does, or the buffer is full. */
  readonly rest: (partition: number) => void;
}

interface Position {
  next: number;
  /** `self` fetches; another reader: that one fetches for this one; `none`: its buffer is full. */
  source: 'self' | 'none' | TopicReader;
}

/**
 * The readers of one topic. Each has its own consumer in its own group, and fetches each partition itself until it is at the same
 * offset as another: from then on, one fetches and hands its batches to both. A reader that falls out of step fetches again itself.
 * Only a reader that has received records with its own login takes part, so a missing permission still stops its mapping.
 */
export class SharedReading {
  readonly #partitions = new Map<number, Map<TopicReader, Position>>();
  /** Those that have fetched records themselves since they joined their group. */
  readonly #proven = new Set<TopicReader>();

  /** The reader fetches the partition from this offset on. */
  start(reader: TopicReader, partition: number, offset: number): void {
    const positions = this.#partitions.get(partition) ?? new Map<TopicReader, Position>();
    this.#partitions.set(partition, positions);
    positions.set(reader, { next: offset, source: 'self' });
    this.#match(partition);
  }

  /** The reader keeps only these partitions, and its fetches may start over: it fetches for no other for now. */
  keepOnly(reader: TopicReader, partitions: ReadonlySet<number>): void {
    if (partitions.size === 0) this.#proven.delete(reader);
    for (const [partition, positions] of this.#partitions) {
      if (!partitions.has(partition)) positions.delete(reader);
      this.#release(reader, partition);
    }
  }

  /** The reader's group rebalances: the reader fetches nothing until that is over, and for no other before it has fetched again. */
  stepAside(reader: TopicReader): void {
    this.#proven.delete(reader);
    for (const partition of this.#partitions.keys()) this.#release(reader, partition);
  }

  /** A batch that the reader has fetched itself. */
  fetched(reader: TopicReader, batch: PolledBatch): void {
    const { partition } = batch;
    const position = this.#partitions.get(partition)?.get(reader);
    if (position === undefined) return;
    const isNew = !this.#proven.has(reader);
    this.#proven.add(reader);
    if (position.source === 'self') this.#takeOwn(reader, position, batch);
    else this.#give(reader, position, batch);
    if (isNew) for (const each of this.#partitions.keys()) this.#match(each);
    else this.#match(partition);
  }

  /** The reader's buffer of the partition is full. */
  hold(reader: TopicReader, partition: number): void {
    const position = this.#partitions.get(partition)?.get(reader);
    if (position === undefined) return;
    position.source = 'none';
    reader.rest(partition);
    this.#release(reader, partition);
  }

  /** The reader has room again, or wants to read the partition from another offset on. */
  resume(reader: TopicReader, partition: number, offset?: number): void {
    const position = this.#partitions.get(partition)?.get(reader);
    if (position === undefined) return;
    if (offset !== undefined) {
      position.next = offset;
      this.#release(reader, partition);
    }
    position.source = 'self';
    reader.fetch(partition, position.next);
    this.#match(partition);
  }

  #takeOwn(reader: TopicReader, position: Position, batch: PolledBatch): void {
    const followers = this.#followers(reader, batch.partition);
    const startsOver = batch.fetchedOffset < position.next;
    const next = reader.take(batch);
    if (next !== undefined) position.next = next;
    for (const follower of followers) {
      const theirs = this.#partitions.get(batch.partition)?.get(follower);
      if (theirs?.source !== reader) continue;
      if (startsOver || next === undefined) this.#fetchItself(follower, theirs, batch.partition);
      else this.#give(follower, theirs, batch);
    }
  }

  /** What the reader has not had of a batch that it did not ask for. */
  #give(reader: TopicReader, position: Position, batch: PolledBatch): void {
    if (batch.nextOffset <= position.next) return;
    const { next } = position;
    const isGap = batch.fetchedOffset > next;
    const rest = { ...batch, fetchedOffset: next, records: batch.records.filter(({ offset }) => offset >= next) };
    const taken = isGap ? undefined : reader.take(batch.fetchedOffset === next ? batch : rest);
    if (taken !== undefined) position.next = taken;
    else if (typeof position.source === 'object') this.#fetchItself(reader, position, batch.partition);
  }

  /** Readers at the same offset share the fetches of the first of them. */
  #match(partition: number): void {
    const positions = this.#partitions.get(partition) ?? new Map<TopicReader, Position>();
    const fetching = [...positions].filter(([reader, { source }]) => source === 'self' && this.#proven.has(reader));
    for (const same of Map.groupBy(fetching, ([, { next }]) => next).values()) {
      const [first, ...others] = same.sort(([left], [right]) => left.rank - right.rank);
      if (first === undefined) continue;
      for (const [reader, position] of others) {
        position.source = first[0];
        reader.rest(partition);
        for (const follower of this.#followers(reader, partition)) {
          const theirs = positions.get(follower);
          if (theirs !== undefined) theirs.source = first[0];
        }
      }
    }
  }

  /** The reader fetches for no other. */
  #release(reader: TopicReader, partition: number): void {
    for (const follower of this.#followers(reader, partition)) {
      const position = this.#partitions.get(partition)?.get(follower);
      if (position !== undefined) this.#fetchItself(follower, position, partition);
    }
  }

  #fetchItself(reader: TopicReader, position: Position, partition: number): void {
    position.source = 'self';
    reader.fetch(partition, position.next);
  }

  #followers(reader: TopicReader, partition: number): readonly TopicReader[] {
    const positions = this.#partitions.get(partition) ?? new Map<TopicReader, Position>();
    return [...positions].filter(([, { source }]) => source === reader).map(([follower]) => follower);
  }
}

/** The readers of each topic of each cluster. */
export class SharedReadings {
  readonly #readings = new Map<string, SharedReading>();
  #readers = 0;

  of(clusterArn: string, topic: string): SharedReading {
    const key = `${clusterArn} ${topic}`;
    const reading = this.#readings.get(key) ?? new SharedReading();
    this.#readings.set(key, reading);
    return reading;
  }

  /** The rank of one more reader: behind those before it. */
  nextRank(): number {
    this.#readers += 1;
    return this.#readers;
  }
}
