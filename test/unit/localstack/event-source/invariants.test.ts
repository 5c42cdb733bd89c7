import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThrottledError } from '../../../../localstack/lambda/invoker.ts';
import { DispatchBench } from '../../../support/event-source/dispatch-bench.ts';
import {
  type Answer,
  FakeFunction,
  functionError,
  type RecordedInvocation,
} from '../../../support/event-source/fake-function.ts';
import { provisioned } from '../../../support/event-source/properties.ts';

/** One number decides one answer: errors, throttles, partial and broken responses, and successes, at random delays. */
const fates = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 40 });

const arrivals = fc.array(
  fc.record({ partition: fc.nat({ max: 3 }), count: fc.integer({ min: 1, max: 8 }), afterMs: fc.nat({ max: 300 }) }),
  { minLength: 1, maxLength: 25 },
);

const settings = fc.record({
  batchSize: fc.integer({ min: 1, max: 12 }),
  windowSeconds: fc.constantFrom(0, 1),
  retries: fc.constantFrom(-1, 0, 2),
  bisect: fc.boolean(),
  redelivery: fc.constantFrom('listed' as const, 'from-lowest' as const),
  concurrency: fc.integer({ min: 1, max: 5 }),
});

describe('whatever the function does', () => {
  it('D1, D2, E6, M1: order and offsets hold, and every record is delivered or dead-lettered with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(settings, arrivals, fates, async (setting, polls, fate) => {
        const succeeded = new Set<string>();
        const bench: DispatchBench = new DispatchBench({
          partitions: 4,
          redelivery: setting.redelivery,
          concurrency: setting.concurrency,
          properties: {
            ...provisioned,
            BatchSize: setting.batchSize,
            MaximumBatchingWindowInSeconds: setting.windowSeconds,
            MaximumRetryAttempts: setting.retries,
            BisectBatchOnFunctionError: setting.bisect,
            FunctionResponseTypes: ['ReportBatchItemFailures'],
          },
          function: new FakeFunction(async (invocation, index) => {
            const chosen = index < 200 ? (fate[index % fate.length] ?? 9) : 9;
            await new Promise<void>((resolve) => bench.clock.after(chosen * 20, resolve));
            return answer(invocation, chosen, succeeded);
          }),
        });
        let polled = 0;
        for (const { partition, count, afterMs } of polls) {
          bench.enqueue(partition, count);
          polled += count;
          await bench.clock.advance(afterMs);
        }
        await bench.clock.drain(3_600_000);

        expect(bench.function.overlaps).toEqual([]);
        expect(bench.function.mostConcurrent).toBeLessThanOrEqual(setting.concurrency);
        expect(bench.dispatcher.idle).toBe(true);
        expectOrder(bench.function.invocations);
        const given = new Set([...succeeded, ...dropped(bench)]);
        expect(given.size).toBe(polled);
        expect(bench.counts().DroppedEventCount).toBe(dropped(bench).length);
        if (setting.retries === -1) expect(succeeded.size).toBe(polled);
        for (let partition = 0; partition < 4; partition += 1) expectCommits(bench, partition, polls);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('D2, M1, M2: all of it holds while partitions are taken away and given back', async () => {
    const moves = fc.array(
      fc.record({ poll: fc.nat({ max: 3 }), move: fc.nat({ max: 3 }), afterMs: fc.nat({ max: 60 }) }),
      {
        minLength: 1,
        maxLength: 25,
      },
    );
    await fc.assert(
      fc.asyncProperty(moves, fates, async (steps, fate) => {
        const succeeded = new Set<string>();
        const bench: DispatchBench = new DispatchBench({
          partitions: 4,
          properties: { ...provisioned, BatchSize: 5, FunctionResponseTypes: ['ReportBatchItemFailures'] },
          function: new FakeFunction(async (invocation, index) => {
            const chosen = index < 200 ? (fate[index % fate.length] ?? 9) : 9;
            await new Promise<void>((resolve) => bench.clock.after(chosen * 20, resolve));
            return answer(invocation, chosen, succeeded);
          }),
        });
        for (const { poll, move, afterMs } of steps) {
          for (const partition of [0, 1, 2, 3]) bench.enqueue(partition, partition === poll ? 3 : 0);
          await bench.clock.advance(afterMs);
          bench.reassign(move);
          await bench.clock.advance(afterMs);
        }
        await bench.clock.drain(3_600_000);
        expect(bench.function.overlaps).toEqual([]);
        expect(bench.dispatcher.idle).toBe(true);
        expect(succeeded.size).toBe(steps.length * 3);
        const polls = steps.map(({ poll }) => ({ partition: poll, count: 3 }));
        for (let partition = 0; partition < 4; partition += 1) expectCommits(bench, partition, polls);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('E6: never commits past a record that is neither done nor dead-lettered', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, fates, async (polls, fate) => {
        const done = new Set<string>();
        const bench: DispatchBench = new DispatchBench({
          partitions: 4,
          properties: { ...provisioned, BatchSize: 5, FunctionResponseTypes: ['ReportBatchItemFailures'] },
          function: new FakeFunction((invocation, index) => answer(invocation, fate[index % fate.length] ?? 9, done)),
        });
        for (const { partition, count, afterMs } of polls) {
          bench.enqueue(partition, count);
          await bench.clock.advance(afterMs);
          for (const [committed, offset] of bench.commits) {
            for (let below = 0; below < offset; below += 1)
              expect(done).toContain(`orders.created-${committed}@${below}`);
          }
        }
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});

function answer({ event }: RecordedInvocation, fate: number, succeeded: Set<string>): Answer {
  const records = Object.entries(event.records).flatMap(([key, list]) => list.map(({ offset }) => ({ key, offset })));
  if (fate <= 1) return functionError;
  if (fate === 2) return new ThrottledError('busy');
  if (fate === 3) return { payload: '{"batchItemFailures":[{"itemIdentifier":{"partition":"other-0","offset":1}}]}' };
  const failed = fate <= 5 ? records.filter(({ offset }) => offset % (fate - 1) === 0) : [];
  for (const record of records) {
    if (!failed.includes(record)) succeeded.add(`${record.key}@${record.offset}`);
  }
  const batchItemFailures = failed.map(({ key, offset }) => ({ itemIdentifier: { partition: key, offset } }));
  return { payload: JSON.stringify({ batchItemFailures }) };
}

/** Within an event ascending, and a record comes first only after all before it have come. */
function expectOrder(invocations: readonly RecordedInvocation[]): void {
  const next = new Map<string, number>();
  for (const { event } of invocations) {
    for (const [key, records] of Object.entries(event.records)) {
      const offsets = records.map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((left, right) => left - right));
      for (const offset of offsets) {
        expect(offset).toBeLessThanOrEqual(next.get(key) ?? 0);
        next.set(key, Math.max(next.get(key) ?? 0, offset + 1));
      }
    }
  }
}

function dropped(bench: DispatchBench): readonly string[] {
  return bench.log.flatMap(({ message, details }) => {
    const records = message === 'Records were dropped' ? details?.['records'] : [];
    return Array.isArray(records) ? records.map(String) : [];
  });
}

/** Commits only go forward and end behind the last record. */
function expectCommits(
  bench: DispatchBench,
  partition: number,
  polls: readonly { partition: number; count: number }[],
): void {
  const offsets = bench.commits.filter(([each]) => each === partition).map(([, offset]) => offset);
  expect(offsets).toEqual([...offsets].sort((left, right) => left - right));
  const total = polls.filter((poll) => poll.partition === partition).reduce((sum, { count }) => sum + count, 0);
  expect(offsets.at(-1) ?? 0).toBe(total);
}
