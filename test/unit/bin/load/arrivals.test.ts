import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalKinds, arrivals } from '../../../../bin/load/arrivals.ts';
import { randomOf } from '../../../../bin/load/random.ts';

const plan = fc.record({
  kind: fc.constantFrom(...arrivalKinds),
  rate: fc.double({ min: 0.1, max: 500, noNaN: true }),
  seconds: fc.double({ min: 0.1, max: 20, noNaN: true }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

describe('arrivals', () => {
  it('are ascending, within the time, and the same for the same seed', () => {
    fc.assert(
      fc.property(plan, ({ kind, rate, seconds, seed }) => {
        const times = [...arrivals(kind, { rate, seconds }, randomOf(seed))];
        expect(times).toEqual([...arrivals(kind, { rate, seconds }, randomOf(seed))]);
        expect(times.every((at, n) => at >= (times[n - 1] ?? 0) && at < seconds * 1_000)).toBe(true);
      }),
    );
  });

  it('are as many as the rate asks for', () => {
    fc.assert(
      fc.property(plan, ({ kind, rate, seconds, seed }) => {
        const { length } = [...arrivals(kind, { rate, seconds }, randomOf(seed))];
        const expected = rate * seconds;
        // Seven standard deviations of a Poisson count: one run of 10^11 misses it.
        const tolerance = kind === 'even' ? 1 : 7 * Math.sqrt(expected) + 7;
        expect(Math.abs(length - expected)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });

  it('come at a fixed distance, or with the exponential gaps of independent clients', () => {
    expect([...arrivals('even', { rate: 4, seconds: 1 }, randomOf(1))]).toEqual([0, 250, 500, 750]);
    const times = [...arrivals('poisson', { rate: 100, seconds: 1_000 }, randomOf(1))];
    const gaps = times.map((at, n) => at - (times[n - 1] ?? 0));
    const share = (longerThan: number) => gaps.filter((gap) => gap > longerThan).length / gaps.length;
    expect(share(10)).toBeCloseTo(Math.exp(-1), 2);
    expect(share(30)).toBeCloseTo(Math.exp(-3), 2);
  });
});
