import { describe, expect, it } from 'vitest';
import { Committer } from '../../../../../localstack/event-source/delivery/committer.ts';
import { DispatchBench } from '../../../../support/event-source/dispatch-bench.ts';
import { FakeFunction, functionError } from '../../../../support/event-source/fake-function.ts';
import { polledRecord } from '../../../../support/event-source/records.ts';
import { VirtualClock } from '../../../../support/event-source/virtual-clock.ts';

const keepType = (type: string) => ({
  FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ value: { type: [type] } }) }] },
});
const ofType = (type: string) => ({ value: Buffer.from(JSON.stringify({ type })) });
const held = () => {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { release, function: new FakeFunction(async (_, index) => (index === 0 ? until.then(() => ({})) : {})) };
};

describe('offsets', () => {
  it('E6: commits last offset + 1 per partition after a successful invocation (with-msk-configure, esm-logging)', async () => {
    const bench = new DispatchBench();
    bench.enqueue(0, 3);
    bench.enqueue(1, 1);
    await bench.clock.advance();
    expect(bench.commits).toEqual([
      [0, 3],
      [1, 1],
    ]);
  });

  it('E6, M1: commits nothing before the invocation has succeeded', async () => {
    const { release, function: slow } = held();
    const bench = new DispatchBench({ function: slow });
    await bench.poll(0, 2);
    expect(bench.commits).toEqual([]);
    release();
    await bench.clock.advance();
    expect(bench.commits).toEqual([[0, 2]]);
  });

  it('E7: commits filtered-out records with the matched ones, after success (invocation-eventfiltering)', async () => {
    const { release, function: slow } = held();
    const bench = new DispatchBench({ function: slow, properties: keepType('A') });
    await bench.poll(0, [ofType('B'), ofType('A'), ofType('B')]);
    expect(bench.commits).toEqual([]);
    release();
    await bench.clock.advance();
    expect(bench.commits).toEqual([[0, 3]]);
  });

  it('E7: commits without an invocation where all were filtered out', async () => {
    const bench = new DispatchBench({ properties: keepType('A') });
    await bench.poll(0, [ofType('B'), ofType('B')]);
    expect(bench.function.invocations).toEqual([]);
    expect(bench.commits).toEqual([[0, 2]]);
  });

  it('F5: drops what no filter matches without trace but for the count (invocation-eventfiltering)', async () => {
    const bench = new DispatchBench({ properties: keepType('A') });
    await bench.poll(0, [ofType('B'), ofType('A')]);
    expect(bench.log).toEqual([]);
    expect(bench.counts()).toMatchObject({ PolledEventCount: 2, FilteredOutEventCount: 1, DroppedEventCount: 0 });
  });

  it('E10: goes on where reading restarts when the records between are gone', async () => {
    const bench = new DispatchBench();
    const batch = { partition: 0, fetchedOffset: 100, nextOffset: 101, records: [polledRecord(0, 100)] };
    bench.dispatcher.accept(batch);
    bench.dispatcher.accept(batch);
    await bench.clock.advance();
    expect(bench.function.offsets()).toEqual([{ 0: [100] }]);
    expect(bench.committed(0)).toBe(101);
  });

  it('E10: starts again when reading restarts before the committed offset', async () => {
    const bench = new DispatchBench();
    await bench.poll(0, 5);
    bench.dispatcher.accept({ partition: 0, fetchedOffset: 0, nextOffset: 1, records: [polledRecord(0, 0)] });
    await bench.clock.advance();
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1, 2, 3, 4] }, { 0: [0] }]);
    expect(bench.committed(0)).toBe(1);
  });
});

describe('rebalances', () => {
  it('M2: takes nothing twice that it still holds when reading begins again at the committed offset', async () => {
    const { release, function: slow } = held();
    const bench = new DispatchBench({ function: slow });
    await bench.poll(0, 2);
    await bench.poll(0, 1);
    bench.dispatcher.keepOnly(new Set([0]));
    const again = [0, 1, 2, 3].map((offset) => polledRecord(0, offset));
    bench.dispatcher.accept({ partition: 0, fetchedOffset: 0, nextOffset: 4, records: again });
    release();
    await bench.clock.advance();
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1] }, { 0: [2, 3] }]);
    expect(bench.committed(0)).toBe(4);
  });

  it('E5, M2: never commits for a partition it lost, also when its invocation succeeds later', async () => {
    const { release, function: slow } = held();
    const bench = new DispatchBench({ function: slow });
    bench.enqueue(0, 1);
    bench.enqueue(1, 1);
    await bench.clock.advance();
    await bench.poll(0, 3);
    bench.dispatcher.keepOnly(new Set([1]));
    release();
    await bench.clock.advance();
    expect(bench.function.invocations).toHaveLength(1);
    expect(bench.commits).toEqual([[1, 1]]);
    expect(bench.dispatcher.idle).toBe(true);
  });

  it('D2, M2: a partition that comes back waits for the invocation that lost it', async () => {
    const { release, function: slow } = held();
    const bench = new DispatchBench({ function: slow });
    await bench.poll(0, 2);
    bench.dispatcher.keepOnly(new Set());
    bench.dispatcher.start(new Map([[0, 0]]));
    bench.dispatcher.accept({
      ...{ partition: 0, fetchedOffset: 0, nextOffset: 2 },
      records: [polledRecord(0, 0), polledRecord(0, 1)],
    });
    await bench.clock.advance(1000);
    expect(slow.offsets()).toEqual([{ 0: [0, 1] }]);
    release();
    await bench.clock.advance();
    expect(slow.offsets()).toEqual([{ 0: [0, 1] }, { 0: [0, 1] }]);
    expect(slow.overlaps).toEqual([]);
    expect(bench.commits).toEqual([[0, 2]]);
  });

  it('M2: retries only what is still its own of a mixed batch', async () => {
    const fails = new FakeFunction((_, index) => (index === 0 ? functionError : {}));
    const bench = new DispatchBench({ function: fails });
    bench.enqueue(0, 1);
    bench.enqueue(1, 1);
    await bench.clock.advance();
    bench.dispatcher.keepOnly(new Set([1]));
    await bench.clock.advance(1000);
    expect(fails.offsets()).toEqual([{ 0: [0], 1: [0] }, { 1: [0] }]);
  });

  it('goes back to where it was when a late fetch of before a rebalance leaps ahead', async () => {
    const bench = new DispatchBench();
    bench.dispatcher.accept({ partition: 0, fetchedOffset: 7, nextOffset: 8, records: [polledRecord(0, 7)] });
    await bench.clock.advance();
    expect(bench.seeks).toEqual([[0, 0]]);
    expect(bench.function.invocations).toEqual([]);
  });
});

describe('closing', () => {
  it('E9: starts nothing more, and lets what is in flight be committed', async () => {
    const { release, function: slow } = held();
    const bench = new DispatchBench({ function: slow });
    await bench.poll(0, 1);
    await bench.poll(0, 1);
    const closed = bench.dispatcher.close();
    release();
    await closed;
    await bench.clock.advance(1000);
    expect(slow.invocations).toHaveLength(1);
    expect(bench.commits).toEqual([[0, 1]]);
  });
});

describe('commits', () => {
  const bench = (send: (offsets: ReadonlyMap<number, number>) => Promise<void>) => {
    const clock = new VirtualClock();
    const committed: (readonly [number, number])[] = [];
    const failures: unknown[] = [];
    const committer = new Committer({
      ...{ clock, send },
      committed: (partition, offset) => committed.push([partition, offset]),
      failed: (error) => failures.push(error),
    });
    return { clock, committer, committed, failures };
  };

  it('go together, one request at a time, the latest offset wins', async () => {
    const requests: Record<number, number>[] = [];
    const releases: (() => void)[] = [];
    const { clock, committer, committed } = bench((offsets) => {
      requests.push(Object.fromEntries(offsets));
      return new Promise((resolve) => releases.push(resolve));
    });
    committer.request(0, 1);
    committer.request(1, 1);
    await clock.advance();
    committer.request(0, 2);
    committer.request(0, 3);
    await clock.advance(1000);
    expect(requests).toEqual([{ 0: 1, 1: 1 }]);
    releases[0]?.();
    await clock.advance();
    expect(requests).toEqual([{ 0: 1, 1: 1 }, { 0: 3 }]);
    expect(committed).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('M1: are retried after a failure, but not for a partition that was lost meanwhile', async () => {
    const requests: Record<number, number>[] = [];
    const { clock, committer, failures } = bench(async (offsets) => {
      requests.push(Object.fromEntries(offsets));
      if (requests.length === 1) throw new Error('REBALANCE_IN_PROGRESS');
    });
    committer.request(0, 1);
    committer.request(1, 1);
    await clock.advance();
    committer.keepOnly(new Set([1]));
    await clock.advance(1000);
    expect(requests).toEqual([{ 0: 1, 1: 1 }, { 1: 1 }]);
    expect(failures).toHaveLength(1);
  });

  it('M1: are not retried for a partition that was lost while the request was on its way', async () => {
    const requests: Record<number, number>[] = [];
    let refuse: (error: Error) => void = () => undefined;
    const { clock, committer, committed } = bench((offsets) => {
      requests.push(Object.fromEntries(offsets));
      return requests.length > 1
        ? Promise.resolve()
        : new Promise((_, reject) => {
            refuse = reject;
          });
    });
    committer.request(0, 1);
    committer.request(1, 1);
    await clock.advance();
    committer.keepOnly(new Set([1]));
    refuse(new Error('ILLEGAL_GENERATION'));
    await clock.advance(1000);
    expect(requests).toEqual([{ 0: 1, 1: 1 }, { 1: 1 }]);
    expect(committed).toEqual([[1, 1]]);
  });

  it('are flushed at the end, and abandoned when Kafka is gone', async () => {
    const working = bench(async () => undefined);
    working.committer.request(0, 5);
    await working.committer.flush();
    expect(working.committed).toEqual([[0, 5]]);
    const gone = bench(() => Promise.reject(new Error('gone')));
    gone.committer.request(0, 5);
    await gone.committer.flush();
    expect(gone.failures.length).toBeGreaterThan(0);
  });
});
