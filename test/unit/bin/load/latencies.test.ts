import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Latencies } from '../../../../bin/load/latencies.ts';

const summaryOf = (samples: readonly number[]) => {
  const latencies = new Latencies();
  for (const ms of samples) latencies.record(ms);
  return latencies.summary();
};

/** As HdrHistogram defines it: the rank is rounded, not rounded up. */
const exactly = (samples: readonly number[], share: number): number =>
  samples.toSorted((a, b) => a - b)[Math.max(1, Math.floor(share * samples.length + 0.5)) - 1] ?? Number.NaN;

describe('Latencies', () => {
  it('has percentiles within a thousandth of the exact ones', () => {
    const samples = fc.array(fc.double({ min: 0.01, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(samples, (milliseconds) => {
        const { samples: count, p50, p90, p99, max } = summaryOf(milliseconds);
        expect(count).toBe(milliseconds.length);
        const exact = [0.5, 0.9, 0.99].map((share) => exactly(milliseconds, share));
        for (const [index, value] of [p50, p90, p99].entries()) {
          const expected = exact[index] ?? Number.NaN;
          expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(0.001 * expected + 0.01);
        }
        expect(Math.abs((max ?? 0) - Math.max(...milliseconds))).toBeLessThanOrEqual(0.001 * (max ?? 0) + 0.01);
      }),
    );
  });

  it('counts what is out of its range at its bounds: no sample is dropped', () => {
    const { samples, p50, max } = summaryOf([-5, 0, 1e12]);
    expect(samples).toBe(3);
    expect(p50).toBeLessThan(0.01);
    expect(max).toBeGreaterThan(86_000_000);
  });

  it('has no figures without a sample', () => {
    expect(summaryOf([])).toEqual({ samples: 0, mean: null, p50: null, p90: null, p99: null, p999: null, max: null });
  });
});
