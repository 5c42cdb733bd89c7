import { describe, expect, it } from 'vitest';
import { parseEventSourceMapping } from '../../../../../localstack/event-source/config/parse-event-source-mapping.ts';
import { eventPayload, maximumPayloadBytes } from '../../../../../localstack/event-source/delivery/event-payload.ts';
import type { EventRecord } from '../../../../../localstack/event-source/delivery/event-record.ts';
import { formBatch } from '../../../../../localstack/event-source/delivery/form-batch.ts';
import { Lane } from '../../../../../localstack/event-source/delivery/lane.ts';
import { concurrency, together } from '../../../../../localstack/event-source/mapping/polling.ts';
import { DispatchBench } from '../../../../support/event-source/dispatch-bench.ts';
import { FakeFunction } from '../../../../support/event-source/fake-function.ts';
import { HeldFunction } from '../../../../support/event-source/held-function.ts';
import { mappingProperties, provisioned } from '../../../../support/event-source/properties.ts';

const bytes = (length: number) => ({ value: Buffer.alloc(length, 'x') });

describe('batching', () => {
  it('C1: closes a batch by BatchSize before the window is over (invocation-eventsourcemapping)', async () => {
    const bench = new DispatchBench({ properties: { BatchSize: 3, MaximumBatchingWindowInSeconds: 10 } });
    await bench.poll(0, 2);
    expect(bench.function.invocations).toHaveLength(0);
    await bench.poll(0, 2);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1, 2] }]);
    await bench.clock.advance(10_000);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1, 2] }, { 0: [3] }]);
  });

  it('C1, C3: closes a batch when the window is over, counted from its first record', async () => {
    const bench = new DispatchBench({ properties: { MaximumBatchingWindowInSeconds: 2 } });
    await bench.poll(0, 1);
    await bench.clock.advance(1500);
    await bench.poll(1, 1);
    await bench.clock.advance(499);
    expect(bench.function.invocations).toHaveLength(0);
    await bench.clock.advance(1);
    expect(bench.function.offsets()).toEqual([{ 0: [0], 1: [0] }]);
  });

  it('C1: closes a batch by bytes before the window is over', async () => {
    const bench = new DispatchBench({ properties: { MaximumBatchingWindowInSeconds: 10 } });
    await bench.poll(0, [bytes(1_600_000), bytes(1_600_000), bytes(1_600_000)]);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1] }]);
  });

  it('A4: waits 500 ms where no window was ever set', async () => {
    const bench = new DispatchBench({ properties: { MaximumBatchingWindowInSeconds: undefined } });
    await bench.poll(0, 1);
    await bench.clock.advance(499);
    expect(bench.function.invocations).toHaveLength(0);
    await bench.clock.advance(1);
    expect(bench.function.invocations).toHaveLength(1);
  });

  it('C2: fills a payload to 6,291,456 bytes of JSON and not one byte more', () => {
    const source = { eventSourceArn: 'arn', bootstrapServers: '127.0.0.1:9092', topic: 'orders.created' };
    const text = (offset: number, bytes: number): EventRecord => ({
      ...{ partition: 0, offset, timestamp: 0, arrivedAt: 0 },
      ...{ json: 'x'.repeat(bytes), bytes },
    });
    const frame = Buffer.byteLength(eventPayload(source, [text(0, 1)])) - 1;
    const taken = (...sizes: number[]): number => {
      const lane = new Lane(0, 0);
      lane.accept(
        sizes.map((bytes, offset) => text(offset, bytes)),
        sizes.length,
      );
      const batch = formBatch([lane], { batchSize: 100, batchingWindowMs: 0 }, source, 0);
      return batch.kind === 'batch' ? Buffer.byteLength(eventPayload(source, batch.records)) : 0;
    };
    const comma = 1;
    const half = 3_000_000;
    const rest = maximumPayloadBytes - frame - half - comma;
    expect(taken(half, rest)).toBe(6_291_456);
    expect(taken(half, rest + 1)).toBe(frame + half);
  });

  it('C4: sends at once what is there with window 0 (with-kafka-low-latency)', async () => {
    const bench = new DispatchBench({ properties: { BatchSize: 1000 } });
    await bench.poll(0, 100);
    expect(bench.function.offsets().map((offsets) => offsets[0]?.length)).toEqual([100]);
  });

  it('C5: mixes partitions in one payload, and BatchSize counts them together (with-msk-configure)', async () => {
    const bench = new DispatchBench({ properties: { BatchSize: 5 }, concurrency: 1 });
    for (const partition of [0, 1, 2]) bench.enqueue(partition, 2);
    await bench.clock.advance();
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1], 1: [0, 1], 2: [0] }, { 2: [1] }]);
  });

  it('C6: counts records that passed the filters only', async () => {
    const filter = { FilterCriteria: { Filters: [{ Pattern: '{"value":{"keep":[true]}}' }] } };
    const window = { BatchSize: 2, MaximumBatchingWindowInSeconds: 10 };
    const bench = new DispatchBench({ properties: { ...filter, ...window } });
    const json = (keep: boolean) => ({ value: Buffer.from(JSON.stringify({ keep })) });
    await bench.poll(0, [json(true), json(false), json(false)]);
    expect(bench.function.invocations).toHaveLength(0);
    await bench.poll(0, [json(true)]);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 3] }]);
  });

  it('C7: drops a record that is too large by itself, and goes on (with-kafka-troubleshoot)', async () => {
    const bench = new DispatchBench();
    await bench.poll(0, [{}, bytes(4_800_000), {}]);
    expect(bench.function.offsets()).toEqual([{ 0: [0] }, { 0: [2] }]);
    expect(bench.committed(0)).toBe(3);
    expect(bench.counts()).toMatchObject({ DroppedEventCount: 1, InvokedEventCount: 2 });
  });

  it('C7: delivers a record that is too large to the destination instead (kafka-on-failure)', async () => {
    const destination = { DestinationConfig: { OnFailure: { Destination: 'kafka://orders.created.dlq' } } };
    const bench = new DispatchBench({ properties: { ...provisioned, ...destination } });
    await bench.poll(0, [bytes(4_800_000), {}]);
    expect(bench.function.offsets()).toEqual([{ 0: [1] }]);
    expect(JSON.parse(bench.failures[0]?.value ?? '').requestContext.condition).toBe('MaximumPayloadSizeExceeded');
  });
});

describe('order and concurrency', () => {
  it('D1, D2: hands a partition over in order, the next batch when the last has ended', async () => {
    const held = new HeldFunction();
    const bench = new DispatchBench({ function: held });
    await bench.poll(0, 2);
    await bench.poll(0, 1);
    await bench.poll(0, 2);
    expect(held.offsets()).toEqual([{ 0: [0, 1] }]);
    held.release();
    await bench.clock.advance();
    expect(held.offsets()).toEqual([{ 0: [0, 1] }, { 0: [2, 3, 4] }]);
    expect(held.overlaps).toEqual([]);
  });

  it('D4: does at most five invocations per poller at a time (kafka-scaling-modes)', async () => {
    const held = new HeldFunction();
    const bench = new DispatchBench({ function: held, partitions: 8, concurrency: 5 });
    for (let partition = 0; partition < 8; partition += 1) await bench.poll(partition, 1);
    expect(held.concurrent).toBe(5);
    held.release();
    await bench.clock.advance();
    expect(held.offsets()[5]).toEqual({ 5: [0], 6: [0], 7: [0] });
    expect(held.mostConcurrent).toBe(5);
  });

  it('D4, D5: has five invocations for each of MinimumPollers, over one member of the group', () => {
    const config = (MinimumPollers: number) =>
      parseEventSourceMapping(mappingProperties({ ProvisionedPollerConfig: { MinimumPollers } }));
    expect(concurrency(config(1))).toBe(5);
    expect(concurrency(config(4))).toBe(20);
    expect(concurrency(parseEventSourceMapping(mappingProperties()))).toBe(5);
  });

  it('D8: a failing batch holds up its own partition only (with-kafka-troubleshoot)', async () => {
    const fails = new FakeFunction(({ event }) =>
      'orders.created-0' in event.records ? { functionError: 'Unhandled', payload: '{}' } : {},
    );
    const bench = new DispatchBench({ function: fails, concurrency: 1 });
    await bench.poll(0, 1);
    await bench.poll(0, 1);
    for (let round = 0; round < 20; round += 1) {
      await bench.poll(1, 1);
      await bench.clock.advance(50);
    }
    expect(bench.committed(1)).toBe(20);
    expect(bench.committed(0)).toBeUndefined();
    expect(
      fails
        .offsets()
        .filter((offsets) => offsets[0])
        .every((offsets) => offsets[0]?.join() === '0'),
    ).toBe(true);
  });

  it('D9: all partitions of a mixed batch wait for its retry', async () => {
    const fails = new FakeFunction((_, index) => (index === 0 ? { functionError: 'Unhandled', payload: '{}' } : {}));
    const bench = new DispatchBench({ function: fails });
    bench.enqueue(0, 1);
    bench.enqueue(1, 1);
    await bench.clock.advance();
    await bench.poll(1, 1);
    await bench.poll(2, 1);
    expect(fails.offsets()).toEqual([{ 0: [0], 1: [0] }, { 2: [0] }]);
    await bench.clock.advance(100);
    expect(fails.offsets().slice(2)).toEqual([{ 0: [0], 1: [0] }, { 1: [1] }]);
  });

  it('serves partitions in turn: a long backlog does not starve the others', async () => {
    const held = new HeldFunction();
    const bench = new DispatchBench({ function: held, properties: { BatchSize: 2 }, concurrency: 1 });
    bench.enqueue(0, 6);
    bench.enqueue(1, 2);
    await bench.clock.advance();
    for (let round = 0; round < 3; round += 1) {
      held.release();
      await bench.clock.advance();
    }
    expect(held.offsets()).toEqual([{ 0: [0, 1] }, { 1: [0, 1] }, { 0: [2, 3] }, { 0: [4, 5] }]);
  });

  it('pauses a partition whose buffer is full, and resumes it when half of it is gone', async () => {
    const held = new HeldFunction();
    const bench = new DispatchBench({
      function: held,
      partitions: 1,
      bufferBytes: 2_000_000,
      properties: { BatchSize: 1 },
    });
    const large = bytes(600_000);
    await bench.poll(0, [large, large]);
    expect(bench.paused).toEqual(new Set());
    await bench.poll(0, [large, large]);
    expect(bench.paused).toEqual(new Set([0]));
    held.release();
    await bench.clock.advance();
    expect(bench.paused).toEqual(new Set([0]));
    held.release();
    await bench.clock.advance();
    expect(bench.paused).toEqual(new Set());
  });
});

describe('batches that grow', () => {
  const gathering = { together: 1, slowAfterMs: 500 };

  it('C4: gathers what comes while an invocation runs, over all partitions', async () => {
    const held = new HeldFunction();
    const bench = new DispatchBench({ function: held, gathering });
    for (const partition of [0, 1, 2]) await bench.poll(partition, 2);
    expect(held.offsets()).toEqual([{ 0: [0, 1] }]);
    held.release();
    await bench.clock.advance();
    expect(held.offsets()[1]).toEqual({ 1: [0, 1], 2: [0, 1] });
  });

  it('D4, D8: starts another invocation when one takes long, up to five a poller', async () => {
    const held = new HeldFunction();
    const bench = new DispatchBench({ function: held, partitions: 8, concurrency: 5, gathering });
    for (let partition = 0; partition < 8; partition += 1) {
      await bench.poll(partition, 1);
      expect(held.concurrent).toBe(Math.min(5, partition + 1));
      await bench.clock.advance(500);
    }
    expect(held.mostConcurrent).toBe(5);
  });

  it('counts half of the processors as free for invocations of one mapping', () => {
    const config = parseEventSourceMapping(mappingProperties());
    expect([1, 2, 3, 4, 8, 64].map((processors) => together(config, processors))).toEqual([1, 1, 1, 2, 4, 5]);
  });
});

describe('background work', () => {
  const behind = () => {
    let busy = true;
    const ends = (): void => {
      busy = false;
    };
    return { precedence: () => ({ busy: () => busy, boundMs: 10_000, checkMs: 200 }), ends };
  };
  const window = { MaximumBatchingWindowInSeconds: 3, BatchSize: 10 };

  it('lets critical work pass, and its batches grow meanwhile', async () => {
    const { precedence, ends } = behind();
    const bench = new DispatchBench({ properties: window, precedence });
    await bench.poll(0, 1);
    await bench.clock.advance(6000);
    await bench.poll(0, 1);
    expect(bench.function.invocations).toEqual([]);
    ends();
    await bench.clock.advance(200);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1] }]);
  });

  it('runs within a bound all the same', async () => {
    const bench = new DispatchBench({ properties: window, precedence: behind().precedence });
    await bench.poll(0, 1);
    await bench.clock.advance(12_999);
    expect(bench.function.invocations).toEqual([]);
    await bench.clock.advance(1);
    expect(bench.function.invocations).toHaveLength(1);
  });

  it('runs at once when its batch is full', async () => {
    const bench = new DispatchBench({ properties: window, precedence: behind().precedence });
    await bench.poll(0, 10);
    expect(bench.function.invocations).toHaveLength(1);
  });

  it('runs after its window when no critical work does', async () => {
    const { precedence, ends } = behind();
    ends();
    const bench = new DispatchBench({ properties: window, precedence });
    await bench.poll(0, 1);
    await bench.clock.advance(3000);
    expect(bench.function.invocations).toHaveLength(1);
  });
});
