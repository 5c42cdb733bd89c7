import { setTimeout as delay } from 'node:timers/promises';

/** Waits longer each time, at most `mostMs`, anywhere between nothing and all of it: those who collided part. */
export const backoff =
  ({ firstMs, mostMs }: { readonly firstMs: number; readonly mostMs: number }) =>
  async (attempt: number): Promise<void> => {
    await delay(Math.random() * Math.min(mostMs, firstMs * 2 ** (attempt - 1)));
  };
