import type { Clock } from './clock.ts';
import type { Precedence } from './dispatcher.ts';

/** Between two steps of an order, nothing runs for this long at the most on a machine that is not busy. */
const quietMs = 200;
const boundMs = 10_000;

/** Invocations that orders wait for, over all mappings. New batches of background functions let them pass, within a bound. */
export class CriticalWork {
  readonly #clock: Clock;
  #running = 0;
  #endedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#endedAt = this.#clock.now();
    }
  }

  readonly precedence: Precedence = {
    boundMs,
    busy: () => this.#running > 0 || this.#clock.now() - this.#endedAt < quietMs,
  };
}
