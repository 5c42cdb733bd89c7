import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

/**
 * Waits until `probe` returns a value that is neither undefined nor false, and returns it; retries a probe that throws.
 *
 * @throws {Error} naming the awaited condition, with the last fault as its cause, after `withinMs` (default 30,000).
 */
export const eventually = async <T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  let cause: unknown;
  do {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(pollMs);
  } while (Date.now() < deadline);
  throw new Error(`waited ${withinMs} ms for: ${what}`, { cause });
};
