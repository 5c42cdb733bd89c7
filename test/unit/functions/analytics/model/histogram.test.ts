import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounts } from '../../../../../functions/analytics/model/domain.ts';
import { bucketOf, histogramOf } from '../../../../../functions/analytics/model/histogram-domain.ts';

const counted = (durations: readonly number[]) => {
  const counts: Record<string, number> = {};
  for (const ms of durations) addCounts(counts, { [bucketOf(ms)]: 1 });
  return histogramOf(counts);
};

describe('the histogram of durations', () => {
  it('is empty without durations', () => {
    expect(counted([])).toEqual({ count: 0, buckets: [], p50_ms: null, p90_ms: null, p99_ms: null });
  });

  it.each([
    [-5, 10],
    [0, 10],
    [10, 10],
    [11, 13],
    [1_000, 1_000],
    [1_001, 1_259],
    [10 ** 9, 10 ** 9],
    [10 ** 9 + 1, null],
  ])('counts %i ms in the bucket up to %s', (ms, le_ms) => {
    expect(counted([ms]).buckets).toEqual([{ le_ms, count: 1 }]);
  });

  it('has quantiles that are at most a quarter too high, and never too low', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: 10 ** 8 }), { minLength: 1 }), (durations) => {
        const { count, p50_ms, p99_ms } = counted(durations);
        expect(count).toBe(durations.length);
        const sorted = durations.toSorted((a, b) => a - b);
        for (const [share, quantile] of [
          [0.5, p50_ms],
          [0.99, p99_ms],
        ] as const) {
          const real = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
          expect(quantile).toBeGreaterThanOrEqual(real);
          expect(quantile).toBeLessThanOrEqual(Math.ceil(real * 1.31));
        }
      }),
    );
  });
});
