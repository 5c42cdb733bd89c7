import type { Clock } from '../../../functions/shared/kernel/clock.ts';

/** Time that passes only when the test advances it. */
export class FixedClock implements Clock {
  #now: number;

  constructor(start = '2026-11-22T06:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
