import type { LoadClock } from './load-clock.ts';

const readsAtOnce = 8;
const pauseMs = 1_000;

export interface AwaitFinalOptions {
  readonly clock: LoadClock;
  /** Without any order coming to its end for so long, the rest is reported as it is. */
  readonly stalledMs: number;
}

/**
 * Waits until all orders are final. Reads the newest first: while they wait, eight reads a second are enough, and once they
 * are final, the older ones take one read each.
 * @param open in the sequence of acceptance.
 * @returns those that are not final.
 */
export const awaitFinal = async <T>(
  open: readonly T[],
  isFinal: (order: T) => Promise<boolean>,
  { clock, stalledMs }: AwaitFinalOptions,
): Promise<readonly T[]> => {
  let queue = open.toReversed();
  let progressAt = clock.now();
  while (queue.length > 0) {
    const batch = queue.slice(0, readsAtOnce);
    const areFinal = await Promise.all(batch.map(isFinal));
    const unfinished = batch.filter((_, index) => !areFinal[index]);
    // To the end of the queue: an order that never ends must not hide the others.
    queue = [...queue.slice(readsAtOnce), ...unfinished];
    if (unfinished.length < batch.length) {
      progressAt = clock.now();
      continue;
    }
    if (clock.now() - progressAt >= stalledMs) break;
    await clock.until(clock.now() + pauseMs);
  }
  return queue;
};
