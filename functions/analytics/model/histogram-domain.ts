import { type Counts, eventsIn } from './domain.ts';

/** Upper bounds of the buckets in milliseconds: ten per decade, 10 ms to eleven days, and one more bucket above. */
const bounds: readonly number[] = Array.from({ length: 81 }, (_, index) => Math.round(10 ** (1 + index / 10)));
const beyond = 'inf';
const prefix = 'to_paid.';

/** The bucket of a duration. Buckets are fixed, so that sums of histograms are histograms. */
export const bucketOf = (ms: number): string => `${prefix}${bounds.find((bound) => ms <= bound) ?? beyond}`;

export interface Histogram {
  readonly count: number;
  /** Durations of at most `le_ms` and above the previous bucket; null without bound. */
  readonly buckets: readonly { readonly le_ms: number | null; readonly count: number }[];
  /** Upper bound of the quantile's bucket: at most a quarter too high. Null if nothing was counted. */
  readonly p50_ms: number | null;
  readonly p90_ms: number | null;
  readonly p99_ms: number | null;
}

/** The histogram in a row's sums. */
export const histogramOf = (counts: Counts): Histogram => {
  const buckets = [...bounds.map((bound) => ({ name: `${prefix}${bound}`, le_ms: bound })), open]
    .map(({ name, le_ms }) => ({ le_ms, count: eventsIn(counts, name) }))
    .filter(({ count }) => count > 0);
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const quantile = (share: number): number | null => {
    let seen = 0;
    for (const bucket of buckets) {
      seen += bucket.count;
      if (seen >= share * count) return bucket.le_ms;
    }
    return null;
  };
  return { count, buckets, p50_ms: quantile(0.5), p90_ms: quantile(0.9), p99_ms: quantile(0.99) };
};

const open: { readonly name: string; readonly le_ms: number | null } = { name: `${prefix}${beyond}`, le_ms: null };
