/** Called with each part of the platform as it becomes ready, and with each difference from AWS by design. */
export type OnProgress = (part: string, message: string) => void;

/** Measures the time of each part. Parts overlap: their times do not add up. */
export class StartupProgress {
  readonly #onProgress: OnProgress;
  readonly #seconds = new Map<string, number>();

  constructor(onProgress: OnProgress = () => undefined) {
    this.#onProgress = onProgress;
  }

  /** Seconds that each part took. */
  get seconds(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#seconds);
  }

  note(part: string, message: string): void {
    this.#onProgress(part, message);
  }

  /** Runs `start`, and reports its part ready in the words of `describe`. */
  async part<T>(name: string, start: () => Promise<T>, describe: (started: T) => string): Promise<T> {
    const startedAt = performance.now();
    const started = await start();
    const seconds = (performance.now() - startedAt) / 1_000;
    this.#seconds.set(name, Number(seconds.toFixed(2)));
    this.#onProgress(name, `${describe(started)} (${seconds.toFixed(1)} s)`);
    return started;
  }
}
