import { pause } from './pause.ts';

/** Waits longer each time, at most `mostMs`, anywhere between nothing and all of it: those who collided part. */
export const backoff =
  ({ firstMs, mostMs }: { readonly firstMs: number; readonly mostMs: number }) =>
  (attempt: number): Promise<void> =>
    pause(Math.random() * Math.min(mostMs, firstMs * 2 ** (attempt - 1)));
