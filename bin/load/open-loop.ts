import type { LoadClock } from './load-clock.ts';

/**
 * Starts one piece of work at each planned time, whatever the earlier ones do, and waits for all of them.
 * @param offsets milliseconds after `startAt`, ascending.
 * @param start gets the arrival's number and its planned time, by which its latency counts.
 * @param signal nothing starts after it.
 */
export const openLoop = async (
  offsets: Iterable<number>,
  startAt: number,
  { clock, signal }: { readonly clock: LoadClock; readonly signal: AbortSignal },
  start: (index: number, dueAt: number) => Promise<void>,
): Promise<void> => {
  const started: Promise<void>[] = [];
  for (const offset of offsets) {
    const dueAt = startAt + offset;
    await clock.until(dueAt, signal);
    if (signal.aborted) break;
    started.push(start(started.length, dueAt));
  }
  await Promise.all(started);
};
