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

/** @throws {Error} there was no value in time. */
export const within = async <T>(clock: LoadClock, ms: number, value: Promise<T>): Promise<T> => {
  // A timer that is left would keep the process until it ends.
  const done = new AbortController();
  const deadline = clock.until(clock.now() + ms, done.signal).then(() => {
    throw new Error(`no answer within ${ms / 1_000} s`);
  });
  try {
    return await Promise.race([value, deadline]);
  } finally {
    done.abort();
  }
};
