import { createHistogram } from 'node:perf_hooks';

/** Milliseconds; `null` where there is no sample. */
export interface LatencySummary {
  readonly samples: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

const microsecondsPerMs = 1_000;
/** Beyond what any run waits for: an observation above it would be counted apart and be missing in the percentiles. */
const mostMs = 86_400_000;
const significantDigits = 3;

/**
 * Node's own HdrHistogram, in microseconds: constant memory however many samples, each percentile within a thousandth of
 * its value, the highest ones too.
 */
export class Latencies {
  readonly #histogram = createHistogram({
    lowest: 1,
    highest: mostMs * microsecondsPerMs,
    figures: significantDigits,
  });

  /** The histogram takes whole numbers from 1. A clock that is behind the client's makes a duration negative. */
  record(ms: number): void {
    const bounded = Math.min(Math.max(ms, 0), mostMs);
    this.#histogram.record(Math.max(1, Math.round(bounded * microsecondsPerMs)));
  }

  summary(): LatencySummary {
    const samples = this.#histogram.count;
    const ms = (microseconds: number): number | null =>
      samples === 0 ? null : Number((microseconds / microsecondsPerMs).toFixed(2));
    const at = (percent: number): number | null => ms(this.#histogram.percentile(percent));
    return {
      samples,
      mean: ms(this.#histogram.mean),
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      max: ms(this.#histogram.max),
    };
  }
}
