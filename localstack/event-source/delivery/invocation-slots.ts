import type { Clock } from './clock.ts';

/**
 * How many invocations run at once over several mappings. While all slots are taken, records gather for later batches.
 *
 * An invocation that has run for `slowAfterMs` no longer counts: a slow batch holds up its own partitions only.
 */
export class InvocationSlots {
  readonly #clock: Clock;
  readonly #slowAfterMs: number;
  #free: number;
  /** In the order in which they began to wait. */
  readonly #waiting = new Set<() => void>();

  /** @param count at least one. */
  constructor(count: number, slowAfterMs: number, clock: Clock) {
    this.#free = count;
    this.#slowAfterMs = slowAfterMs;
    this.#clock = clock;
  }

  get available(): boolean {
    return this.#free > 0;
  }

  /** Calls once, when a slot is available; then the callee may take it. A callback that waits already keeps its place. */
  wait(callback: () => void): void {
    this.#waiting.add(callback);
  }

  /** Takes an available slot. Returns its release, which only counts once. */
  take(): () => void {
    this.#free -= 1;
    let taken = true;
    const release = (): void => {
      if (!taken) return;
      taken = false;
      cancel();
      this.#free += 1;
      this.#offer();
    };
    const cancel = this.#clock.after(this.#slowAfterMs, release);
    return release;
  }

  #offer(): void {
    for (const callback of [...this.#waiting]) {
      if (!this.available) return;
      if (this.#waiting.delete(callback)) callback();
    }
  }
}
