import type { Timers } from '../../localstack/schedules/timers.ts';

/** Timers whose time passes only when the test advances it. */
export class ManualTimers implements Timers {
  #now: number;
  #waiting: { readonly epochMs: number; readonly run: () => void }[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): number {
    return this.#now;
  }

  at(epochMs: number, run: () => void): () => void {
    const timer = { epochMs, run };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
    };
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Advances the time and runs due timers in order, with a turn of the event loop after each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#waiting.filter(({ epochMs }) => epochMs <= end).toSorted((a, b) => a.epochMs - b.epochMs)[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.epochMs);
      next.run();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** One turn of the event loop: all runnable promise callbacks have run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
