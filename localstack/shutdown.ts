import { setTimeout as delay } from 'node:timers/promises';

/** The started parts, stopped in reverse order. */
export class Shutdown {
  readonly #steps: { readonly name: string; readonly stop: () => Promise<void> | void }[] = [];
  readonly #beginning = new AbortController();
  #running: Promise<void> | undefined;

  /** Aborted as it begins: parts that are still starting need not finish. */
  get signal(): AbortSignal {
    return this.#beginning.signal;
  }

  add(name: string, stop: () => Promise<void> | void): void {
    this.#steps.push({ name, stop });
  }

  /**
   * Stops everything, past every failure; a step that takes longer than `stepMs` is not awaited. Once: later calls get the
   * same outcome.
   * @throws {AggregateError} naming the steps that failed.
   */
  run(stepMs = 15_000): Promise<void> {
    this.#running ??= this.#run(stepMs);
    return this.#running;
  }

  async #run(stepMs: number): Promise<void> {
    this.#beginning.abort();
    const failures: Error[] = [];
    for (const { name, stop } of this.#steps.toReversed()) {
      try {
        await within(stepMs, async () => stop());
      } catch (cause) {
        failures.push(new Error(`${name} could not be stopped`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  }
}

const within = async (milliseconds: number, work: () => Promise<void>): Promise<void> => {
  const late = new AbortController();
  const timeout = delay(milliseconds, undefined, { signal: late.signal }).then(() => {
    throw new Error(`not done after ${milliseconds / 1_000} s`);
  });
  // Aborted when the work was in time.
  timeout.catch(() => undefined);
  try {
    await Promise.race([work(), timeout]);
  } finally {
    late.abort();
  }
};
