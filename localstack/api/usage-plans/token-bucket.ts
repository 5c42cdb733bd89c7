import type { ThrottleLimits } from '../definition/definition.ts';

/** One token a request; full at first, refilled continuously up to its capacity (rest-api-rules E7). Exact, unlike on AWS. */
export class TokenBucket {
  readonly #limits: ThrottleLimits;
  /** In thousandths, so that refilling by whole milliseconds adds up without rounding. */
  #milliTokens: number;
  #refilledAt: number;

  /** @param now epoch milliseconds, as in the other methods. */
  constructor(limits: ThrottleLimits, now: number) {
    this.#limits = limits;
    this.#milliTokens = limits.burstLimit * 1000;
    this.#refilledAt = now;
  }

  hasToken(now: number): boolean {
    // A clock set back must not drain the bucket.
    const elapsedMs = Math.max(0, now - this.#refilledAt);
    this.#milliTokens = Math.min(
      this.#limits.burstLimit * 1000,
      this.#milliTokens + elapsedMs * this.#limits.rateLimit,
    );
    this.#refilledAt = now;
    return this.#milliTokens >= 1000;
  }

  take(): void {
    this.#milliTokens -= 1000;
  }
}

/** Takes one token of every bucket, or none of any if one is empty. */
export function takeFromAll(buckets: readonly TokenBucket[], now: number): boolean {
  if (!buckets.every((bucket) => bucket.hasToken(now))) return false;
  for (const bucket of buckets) bucket.take();
  return true;
}
