import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolledBatch } from '../../../../../localstack/event-source/delivery/dispatcher.ts';
import {
  SharedReading,
  SharedReadings,
  type TopicReader,
} from '../../../../../localstack/event-source/kafka/shared-reading.ts';
import { polledRecord } from '../../../../support/event-source/records.ts';

/** A topic in memory. */
class Log {
  readonly #ends: number[];

  constructor(partitions: number) {
    this.#ends = Array.from({ length: partitions }, () => 0);
  }

  append(partition: number, count: number): void {
    this.#ends[partition] = this.end(partition) + count;
  }

  end(partition: number): number {
    return this.#ends[partition] ?? 0;
  }

  read(partition: number, from: number, atMost: number): PolledBatch {
    const to = Math.min(this.end(partition), from + atMost);
    const records = Array.from({ length: to - from }, (_, index) => polledRecord(partition, from + index));
    return { partition, fetchedOffset: from, nextOffset: to, records };
  }
}

/** A mapping with its own consumer, as far as reading goes. */
class Mapping {
  readonly reader: TopicReader;
  /** The offset that its consumer fetches next, of each partition that it fetches itself. */
  readonly fetching = new Map<number, number>();
  readonly next = new Map<number, number>();
  readonly taken: string[] = [];
  readonly gaps: string[] = [];
  fetches = 0;
  readonly #log: Log;
  readonly #reading: SharedReading;

  constructor(rank: number, log: Log, reading: SharedReading) {
    this.#log = log;
    this.#reading = reading;
    this.reader = {
      rank,
      take: (batch) => this.#take(batch),
      fetch: (partition, offset) => this.fetching.set(partition, offset),
      rest: (partition) => this.fetching.delete(partition),
    };
  }

  /** Joins its group, with these offsets committed. */
  join(...offsets: readonly number[]): void {
    for (const [partition, offset] of offsets.entries()) {
      this.next.set(partition, offset);
      this.fetching.set(partition, offset);
      this.#reading.start(this.reader, partition, offset);
    }
  }

  /** Its consumer crashed. */
  leave(): void {
    this.#reading.keepOnly(this.reader, new Set());
    this.fetching.clear();
    this.next.clear();
  }

  /** Its group rebalanced, and it keeps everything: what it fetches itself starts over at the committed offset. */
  rejoin(behind: number): void {
    this.#reading.keepOnly(this.reader, new Set(this.next.keys()));
    for (const [partition, offset] of this.fetching) this.fetching.set(partition, Math.max(0, offset - behind));
  }

  stepAside(): void {
    this.#reading.stepAside(this.reader);
  }

  poll(partition: number, atMost = 100): void {
    const from = this.fetching.get(partition);
    if (from === undefined || from >= this.#log.end(partition)) return;
    const batch = this.#log.read(partition, from, atMost);
    this.fetching.set(partition, batch.nextOffset);
    this.fetches += 1;
    this.#reading.fetched(this.reader, batch);
  }

  hold(partition: number): void {
    this.#reading.hold(this.reader, partition);
  }

  resume(partition: number): void {
    this.#reading.resume(this.reader, partition);
  }

  #take({ partition, fetchedOffset, nextOffset, records }: PolledBatch): number | undefined {
    const next = this.next.get(partition);
    if (next === undefined) return undefined;
    if (fetchedOffset > next) {
      this.gaps.push(`${partition}@${next}`);
      this.#reading.resume(this.reader, partition, next);
      return undefined;
    }
    for (const { offset } of records) if (offset >= next) this.taken.push(`${partition}@${offset}`);
    this.next.set(partition, Math.max(next, nextOffset));
    return this.next.get(partition);
  }
}

const bench = (mappings: number, partitions = 1) => {
  const [log, reading] = [new Log(partitions), new SharedReading()];
  return { log, mappings: Array.from({ length: mappings }, (_, rank) => new Mapping(rank, log, reading)) };
};

const two = (): readonly [Log, Mapping, Mapping] => {
  const { log, mappings } = bench(2);
  const [first, second] = mappings as [Mapping, Mapping];
  first.join(0);
  second.join(0);
  log.append(0, 2);
  for (const mapping of mappings) mapping.poll(0);
  return [log, first, second];
};

describe('mappings of one topic', () => {
  it('share the fetches of the first from the same offset on', () => {
    const [log, first, second] = two();
    expect([...second.fetching.keys()]).toEqual([]);
    log.append(0, 3);
    first.poll(0);
    expect(second.taken).toEqual(first.taken);
    expect(second.taken).toHaveLength(5);
    expect(second.fetches).toBe(1);
  });

  it('K6: fetch for none that has not received a record with its own login', () => {
    const { log, mappings } = bench(2);
    const [first, second] = mappings as [Mapping, Mapping];
    first.join(0);
    log.append(0, 2);
    first.poll(0);
    second.join(2);
    first.poll(0);
    expect([...second.fetching.keys()]).toEqual([0]);
    second.leave();
    second.join(2);
    log.append(0, 1);
    first.poll(0);
    expect(second.taken).toEqual([]);
  });

  it('K6: prove it again with each new member of the group', () => {
    const [log, first, second] = two();
    second.leave();
    second.join(2);
    log.append(0, 1);
    first.poll(0);
    expect(second.taken).toHaveLength(2);
    expect([...second.fetching.keys()]).toEqual([0]);
  });

  it.each([
    ['left its group', (first: Mapping) => first.leave()],
    ['waits for a rebalance', (first: Mapping) => first.stepAside()],
    ['has rebalanced', (first: Mapping) => first.rejoin(1)],
    ['has a full buffer', (first: Mapping) => first.hold(0)],
  ])('go on by themselves when the one that fetches %s', (_, stop) => {
    const [log, first, second] = two();
    stop(first);
    for (let more = 0; more < 2; more += 1) {
      log.append(0, 1);
      second.poll(0);
    }
    expect(second.taken).toEqual(['0@0', '0@1', '0@2', '0@3']);
  });

  it('get nothing while their buffer is full, and nothing twice afterwards', () => {
    const [log, first, second] = two();
    second.hold(0);
    log.append(0, 2);
    first.poll(0);
    expect(second.taken).toHaveLength(2);
    second.resume(0);
    second.poll(0);
    expect(second.taken).toEqual(['0@0', '0@1', '0@2', '0@3']);
    log.append(0, 1);
    first.poll(0);
    expect(second.taken).toHaveLength(5);
  });

  it('fetch for themselves when the topic starts over', () => {
    const [, first, second] = two();
    first.next.set(0, 0);
    first.fetching.set(0, 0);
    first.poll(0, 1);
    expect([...second.fetching]).toEqual([[0, 2]]);
  });

  it('have ranks in the order of their creation, and one reading for each topic of a cluster', () => {
    const readings = new SharedReadings();
    expect([readings.nextRank(), readings.nextRank()]).toEqual([1, 2]);
    expect(readings.of('a', 'orders.created')).toBe(readings.of('a', 'orders.created'));
    expect(readings.of('a', 'orders.created')).not.toBe(readings.of('b', 'orders.created'));
  });
});

describe('whatever happens to the mappings of a topic', () => {
  const partition = fc.nat({ max: 1 });
  const who = fc.nat({ max: 3 });
  const steps = fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('append'), partition, count: fc.integer({ min: 1, max: 5 }) }),
      },
      {
        weight: 8,
        arbitrary: fc.record({ do: fc.constant('poll'), who, partition, count: fc.integer({ min: 1, max: 6 }) }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('hold'), who, partition, count: fc.constant(0) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('resume'), who, partition, count: fc.constant(0) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('rejoin'), who, partition, count: fc.nat({ max: 4 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('replace'), who, partition, count: fc.nat({ max: 4 }) }) },
    ),
    { maxLength: 80 },
  );

  it('E6, M1: each gets every record from where it joined, in order, and in the end one fetches for all', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { log, mappings } = bench(4, 2);
        for (const mapping of mappings) mapping.join(0, 0);
        const held = new Set<string>();
        for (const step of all) {
          const mapping = 'who' in step ? mappings[step.who] : undefined;
          const key = `${'who' in step ? step.who : ''} ${step.partition}`;
          if (step.do === 'append') log.append(step.partition, step.count);
          else if (step.do === 'poll') mapping?.poll(step.partition, step.count);
          else if (step.do === 'hold') {
            held.add(key);
            mapping?.hold(step.partition);
          } else if (step.do === 'resume' && held.delete(key)) mapping?.resume(step.partition);
          else if (step.do === 'rejoin') {
            mapping?.stepAside();
            mapping?.rejoin(step.count);
          } else if (step.do === 'replace' && mapping !== undefined && 'who' in step) {
            const committed = [0, 1].map((each) => Math.max(0, (mapping.next.get(each) ?? 0) - step.count));
            mapping.leave();
            for (const each of [0, 1]) held.delete(`${step.who} ${each}`);
            // From here on it takes again what it had not committed.
            mapping.taken.splice(0);
            for (const each of [0, 1])
              for (let offset = 0; offset < (committed[each] ?? 0); offset += 1)
                mapping.taken.push(`${each}@${offset}`);
            mapping.join(...committed);
          }
        }
        for (const [index, mapping] of mappings.entries())
          for (const each of [0, 1]) if (held.has(`${index} ${each}`)) mapping.resume(each);
        for (let round = 0; round < 6; round += 1) {
          for (const each of [0, 1]) log.append(each, 1);
          for (const mapping of mappings) for (const each of [0, 1]) mapping.poll(each);
        }
        for (const mapping of mappings) {
          expect(mapping.gaps).toEqual([]);
          for (const each of [0, 1]) {
            const offsets = mapping.taken
              .filter((one) => one.startsWith(`${each}@`))
              .map((one) => Number(one.slice(2)));
            expect(offsets).toEqual(Array.from({ length: log.end(each) }, (_, offset) => offset));
          }
        }
        for (const each of [0, 1]) expect(mappings.filter(({ fetching }) => fetching.has(each))).toEqual([mappings[0]]);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
