// Also tests functions/shared/runtime/kafka
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kafkaProducer } from '../../../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import { ProduceRefused } from '../../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import { type FaultUntil, FaultyBrokers } from '../../../../../support/fakes/faulty-brokers.ts';

const partitions = 8;
const topic = 'orders.created';
const hour = 3_600_000;

/** A caller sends at a time: most send one record, as requests do; some send several. */
const caller = fc.record({
  at: fc.nat({ max: 3_000 }),
  partitions: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.nat({ max: partitions - 1 })) },
    { weight: 1, arbitrary: fc.array(fc.nat({ max: partitions - 1 }), { minLength: 1, maxLength: 3 }) },
  ),
});
type Caller = typeof caller extends fc.Arbitrary<infer C> ? C : never;

const faults = fc.dictionary(
  fc.nat({ max: partitions - 1 }).map(String),
  fc.record({
    fault: fc.constantFrom('refuses', 'replicates-late', 'hangs'),
    until: fc.constantFrom(500, 4_000, 60_000, hour),
  }),
  { maxKeys: 3 },
);
type Faults = typeof faults extends fc.Arbitrary<infer F> ? F : never;

type Outcome = 'acknowledged' | 'refused' | 'unknown' | 'pending';

interface Call extends Caller {
  readonly values: readonly string[];
  outcome: Outcome;
}

/** Lets the callers send, and waits until all that may be written is. */
const run = async (callers: readonly Caller[], planned: Faults) => {
  const failing = new Map<number, FaultUntil>(
    Object.entries(planned).map(([partition, { fault, until }]) => [
      Number(partition),
      { fault, until: Date.now() + until },
    ]),
  );
  const brokers = new FaultyBrokers(partitions, failing);
  const producer = kafkaProducer({ connect: async () => brokers.kafka() });
  const calls: Call[] = callers.map((one, index) => ({
    ...one,
    values: one.partitions.map((_, nth) => `${index}.${nth}`),
    outcome: 'pending',
  }));
  for (const call of calls)
    setTimeout(() => {
      const records = call.partitions.map((partition, nth) => ({
        ...{ topic, partition, key: null, value: call.values[nth] ?? '', headers: {} },
      }));
      producer.send(records, { remainingMs: () => 60_000 }).then(
        () => (call.outcome = 'acknowledged'),
        (thrown: unknown) => (call.outcome = thrown instanceof ProduceRefused ? 'refused' : 'unknown'),
      );
    }, call.at);
  await vi.advanceTimersByTimeAsync(20_000);
  const answered = calls.map(({ outcome }) => outcome);
  await vi.advanceTimersByTimeAsync(2 * hour);
  return { calls, answered, failing, brokers, producer };
};

describe('the producer, whatever fails', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const holds = (property: (result: Awaited<ReturnType<typeof run>>) => void | Promise<void>) =>
    fc.assert(
      fc.asyncProperty(fc.array(caller, { minLength: 1, maxLength: 24 }), faults, async (callers, planned) =>
        property(await run(callers, planned)),
      ),
      { numRuns: 150 },
    );

  it('writes what it acknowledges and not what it refuses, and answers each caller in time', () =>
    holds(({ calls, answered, brokers }) => {
      const written = new Set(brokers.log.flat());
      for (const { outcome, values } of calls) {
        if (outcome === 'acknowledged') expect(values.filter((value) => !written.has(value))).toEqual([]);
        if (outcome === 'refused') expect(values.filter((value) => written.has(value))).toEqual([]);
      }
      expect(answered).not.toContain('pending');
      expect(brokers.misuse).toEqual([]);
    }));

  it('fails no caller whose partitions are well, nor that of one which shares none with a failing one', () =>
    holds(({ calls, failing }) => {
      const touched = calls
        .filter((call) => call.partitions.some((partition) => failing.has(partition)))
        .flatMap((call) => call.partitions);
      const others = calls.filter((call) => !call.partitions.some((partition) => touched.includes(partition)));
      expect(others.map(({ outcome }) => outcome)).toEqual(others.map(() => 'acknowledged'));
    }));

  it('writes a partition in the order of its callers', () =>
    holds(({ calls, brokers }) => {
      // Of one record: with several, a caller may also wait for another partition.
      const ofOne = calls.filter(({ values, outcome }) => values.length === 1 && outcome === 'acknowledged');
      for (const [partition, log] of brokers.log.entries()) {
        const places = ofOne
          .filter((call) => call.partitions.includes(partition))
          .toSorted((one, other) => one.at - other.at)
          .map(({ values }) => log.indexOf(values[0] ?? ''));
        expect(places).toEqual(places.toSorted((one, other) => one - other));
      }
    }));

  it('keeps one producer once all is well', () =>
    holds(async ({ brokers, producer }) => {
      let after: Outcome = 'pending';
      const record = { topic, partition: 0, key: null, value: 'after', headers: {} };
      producer.send([record], { remainingMs: () => 60_000 }).then(() => (after = 'acknowledged'));
      await vi.advanceTimersByTimeAsync(1_000);
      expect(after).toBe('acknowledged');
      expect(brokers.open).toBe(1);
      await producer.disconnect();
      expect(brokers.open).toBe(0);
    }));
});
