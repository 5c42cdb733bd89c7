export interface QuotaLimits {
  readonly limit: number;
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
  /** Requests that count as made already in the first period. */
  readonly offset: number;
}

/** Counts a client's requests per calendar period, in UTC (rest-api-rules E8). */
export class Quota {
  readonly #limits: QuotaLimits;
  #period: string;
  #used: number;

  constructor(limits: QuotaLimits, now: number) {
    this.#limits = limits;
    this.#period = periodOf(limits.period, now);
    this.#used = limits.offset;
  }

  hasLeft(now: number): boolean {
    const period = periodOf(this.#limits.period, now);
    if (period !== this.#period) {
      this.#period = period;
      this.#used = 0;
    }
    return this.#used < this.#limits.limit;
  }

  use(): void {
    this.#used += 1;
  }
}

/** A name for the period that `now` lies in; weeks begin on Monday. */
function periodOf(period: QuotaLimits['period'], now: number): string {
  const date = new Date(now);
  if (period === 'MONTH') return date.toISOString().slice(0, 7);
  if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
