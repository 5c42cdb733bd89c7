import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../../../localstack/event-source/delivery/retry-policy.ts';
import { ThrottledError } from '../../../../../localstack/lambda/invoker.ts';
import { DispatchBench } from '../../../../support/event-source/dispatch-bench.ts';
import { FakeFunction, failedItems, functionError, offsetsOf } from '../../../../support/event-source/fake-function.ts';
import { provisioned } from '../../../../support/event-source/properties.ts';

const kafkaDestination = { DestinationConfig: { OnFailure: { Destination: 'kafka://orders.created.dlq' } } };

/** Fails for as long as one of these offsets is in the batch. */
const poisoned = (...offsets: number[]) =>
  new FakeFunction(({ event }) =>
    Object.values(offsetsOf(event))
      .flat()
      .some((offset) => offsets.includes(offset))
      ? functionError
      : {},
  );

const day = 24 * 60 * 60 * 1000;

describe('invocations and retries', () => {
  it('G1, H5: succeeds without a FunctionError, whatever is answered where partial responses are off', async () => {
    const bench = new DispatchBench({ function: new FakeFunction(() => failedItems(['orders.created-0', 0])) });
    await bench.poll(0, 2);
    await bench.clock.advance(day);
    expect(bench.function.invocations).toHaveLength(1);
    expect(bench.committed(0)).toBe(2);
  });

  it('G2: retries the whole batch on a function error (with-msk-configure)', async () => {
    const bench = new DispatchBench({ function: new FakeFunction((_, index) => (index < 2 ? functionError : {})) });
    await bench.poll(0, 2);
    expect(bench.commits).toEqual([]);
    await bench.clock.advance(1000);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1] }, { 0: [0, 1] }, { 0: [0, 1] }]);
    expect(bench.commits).toEqual([[0, 2]]);
  });

  it('G3: waits when throttled, counts no attempt and drops nothing (invocation-eventsourcemapping)', async () => {
    const throttles = new FakeFunction((_, index) => (index < 30 ? new ThrottledError('busy') : {}));
    const bench = new DispatchBench({ function: throttles, properties: { ...provisioned, MaximumRetryAttempts: 0 } });
    await bench.poll(0, 2);
    await bench.clock.advance(60_000);
    expect(throttles.invocations).toHaveLength(31);
    expect(bench.committed(0)).toBe(2);
    expect(bench.counts()).toMatchObject({ DroppedEventCount: 0, InvokedEventCount: 2 });
  });

  it('G4: retries for ever by default (with-msk-configure)', async () => {
    const bench = new DispatchBench({ function: poisoned(0) });
    await bench.poll(0, 1);
    await bench.clock.advance(60_000);
    expect(bench.function.invocations.length).toBeGreaterThan(50);
    expect(bench.commits).toEqual([]);
    expect(bench.dispatcher.idle).toBe(false);
  });

  it.each([0, 1, 3])(
    'G5, G8: makes %i retries, then drops the batch and moves on (kafka-retry-configurations)',
    async (retries) => {
      const properties = { ...provisioned, MaximumRetryAttempts: retries };
      const bench = new DispatchBench({ function: poisoned(0), properties });
      await bench.poll(0, 1);
      await bench.poll(0, 1);
      await bench.clock.advance(60_000);
      expect(bench.function.offsets()).toEqual([...Array(retries + 1).fill({ 0: [0] }), { 0: [1] }]);
      expect(bench.committed(0)).toBe(2);
      expect(bench.counts().DroppedEventCount).toBe(1);
    },
  );

  it('G6: caps "for ever" at 10 retries where there is a destination (kafka-on-failure-destination)', async () => {
    const bench = new DispatchBench({ function: poisoned(0), properties: { ...provisioned, ...kafkaDestination } });
    await bench.poll(0, 1);
    await bench.clock.advance(60_000);
    expect(bench.function.invocations).toHaveLength(11);
    expect(JSON.parse(bench.failures[0]?.value ?? '').requestContext.approximateInvokeCount).toBe(11);
  });

  it('G7, E8: discards only the records that are too old, judged by their Kafka timestamp before each attempt', async () => {
    const properties = {
      ...provisioned,
      ...kafkaDestination,
      MaximumRecordAgeInSeconds: 60,
      MaximumRetryAttempts: 10_000,
    };
    const bench = new DispatchBench({ function: poisoned(1), properties });
    const now = bench.clock.now();
    await bench.poll(0, [{ timestamp: now - 60_001 }, { timestamp: now - 30_000 }, { timestamp: now }]);
    expect(bench.function.offsets()).toEqual([{ 0: [1, 2] }]);
    expect(bench.failures).toHaveLength(1);
    await bench.clock.advance(29_000);
    expect(bench.failures).toHaveLength(1);
    await bench.clock.advance(5000);
    expect(bench.failures.map(({ value }) => JSON.parse(value).requestContext.condition)).toEqual(
      Array(2).fill('RecordAgeExceeded'),
    );
    expect(bench.function.offsets().at(-1)).toEqual({ 0: [2] });
    expect(bench.committed(0)).toBe(3);
  });

  it('G9: backs off exponentially with jitter between bounds (unpublished; our choice)', () => {
    const bounds = { initialMs: 100, maximumMs: 1000 };
    expect([1, 2, 3, 4, 5, 50].map((failures) => backoffMs(bounds, failures, 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect(backoffMs(bounds, 3, 0)).toBe(200);
  });
});

describe('bisect', () => {
  const bisecting = { ...provisioned, BisectBatchOnFunctionError: true };

  it('G10, G11: halves a failing batch down to the poison, at no cost in retries (kafka-retry-configurations)', async () => {
    const properties = { ...bisecting, MaximumRetryAttempts: 1 };
    const bench = new DispatchBench({ function: poisoned(2), properties });
    await bench.poll(0, 5);
    await bench.clock.advance(60_000);
    expect(bench.function.offsets().map((offsets) => offsets[0])).toEqual([
      ...[[0, 1, 2, 3, 4], [0, 1, 2], [0, 1], [2], [2]],
      [3, 4],
    ]);
    expect(bench.committed(0)).toBe(5);
    expect(bench.counts().DroppedEventCount).toBe(1);
  });

  it('G11: counts the invocations of a half with those of its parents', async () => {
    const properties = { ...bisecting, ...kafkaDestination, MaximumRetryAttempts: 0 };
    const bench = new DispatchBench({ function: poisoned(0), properties });
    await bench.poll(0, 4);
    await bench.clock.advance(60_000);
    expect(bench.failures).toHaveLength(1);
    expect(JSON.parse(bench.failures[0]?.value ?? '').requestContext.approximateInvokeCount).toBe(3);
  });

  it('G12: the later half of a partition waits for the earlier, another partition does not', async () => {
    const poison = new FakeFunction(({ event }) => (offsetsOf(event)[0]?.includes(0) ? functionError : {}));
    const bench = new DispatchBench({ function: poison, properties: bisecting });
    bench.enqueue(0, 3);
    bench.enqueue(1, 3);
    await bench.clock.advance(60_000);
    expect(bench.committed(1)).toBe(3);
    expect(bench.committed(0)).toBeUndefined();
    const ofPartition0 = bench.function.offsets().flatMap((offsets) => (offsets[0] ? [offsets[0]] : []));
    expect(ofPartition0.every((offsets) => offsets.includes(0))).toBe(true);
  });

  it('H11: retries what a partial response lists instead of bisecting', async () => {
    const properties = { ...bisecting, FunctionResponseTypes: ['ReportBatchItemFailures'] };
    const answers = new FakeFunction((_, index) =>
      index === 0 ? failedItems(['orders.created-0', 2], ['orders.created-0', 3]) : {},
    );
    const bench = new DispatchBench({ function: answers, properties });
    await bench.poll(0, 4);
    await bench.clock.advance(1000);
    expect(answers.offsets()).toEqual([{ 0: [0, 1, 2, 3] }, { 0: [2, 3] }]);
  });
});
