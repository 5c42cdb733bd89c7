import { setTimeout as delay, setImmediate as yieldToIo } from 'node:timers/promises';

export interface LoadClock {
  /** Epoch milliseconds with fractions. */
  now(): number;
  /** Resolves at the time, at once where it is past, and early when the signal aborts. */
  until(time: number, signal?: AbortSignal): Promise<void>;
}

export const systemLoadClock: LoadClock = {
  now: () => performance.timeOrigin + performance.now(),
  until: async (time, signal) => {
    const waitMs = time - systemLoadClock.now();
    // A generator that is late would else start everything overdue before it reads an answer.
    if (waitMs <= 0) return yieldToIo();
    await delay(waitMs, undefined, signal && { signal }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  },
};

/** Does the work every so often, until the signal aborts; a run of it ends before the next begins. */
export const repeatedly = async (
  clock: LoadClock,
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<void> | void,
): Promise<void> => {
  while (!signal.aborted) {
    await clock.until(clock.now() + everyMs, signal);
    if (!signal.aborted) await work();
  }
};
