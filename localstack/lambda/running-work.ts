/** Work that others let pass: whether any of it runs now, or did until shortly before. */
export class RunningWork {
  readonly #now: () => number;
  readonly #quietMs: number;
  #running = 0;
  #endedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param now Unix milliseconds.
   * @param quietMs the longest pause between two parts of the same work.
   */
  constructor(now: () => number, quietMs: number) {
    this.#now = now;
    this.#quietMs = quietMs;
  }

  get busy(): boolean {
    return this.#running > 0 || this.#now() - this.#endedAt < this.#quietMs;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#endedAt = this.#now();
    }
  }
}
