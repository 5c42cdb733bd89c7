import type { Clock } from '../../../localstack/event-source/delivery/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that passes only when a test advances it. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.parse('2026-11-22T10:00:00.000Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets this much time pass, and everything that becomes due in it happen in order, promises included. */
  async advance(ms = 0): Promise<void> {
    const end = this.#now + ms;
    await promisesSettle();
    for (let timer = this.#next(end); timer !== undefined; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = timer.at;
      timer.run();
      await promisesSettle();
    }
    this.#now = end;
  }

  /** Jumps from timer to timer until none is left, or `maxMs` have passed. */
  async drain(maxMs: number): Promise<void> {
    const end = this.#now + maxMs;
    await promisesSettle();
    for (let timer = this.#next(end); timer !== undefined; timer = this.#next(end)) {
      await this.advance(timer.at - this.#now);
    }
  }

  #next(end: number): Timer | undefined {
    const due = [...this.#timers].filter(({ at }) => at <= end);
    return due.sort((left, right) => left.at - right.at || left.order - right.order)[0];
  }
}

/** Everything that promises alone can still do has been done after a turn of the event loop. */
async function promisesSettle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
