import { pause } from './pause.ts';

/** Exponential backoff with full jitter, at most `mostMs`: writers that collided spread out. */
export const backoff =
  ({ firstMs, mostMs }: { readonly firstMs: number; readonly mostMs: number }) =>
  (attempt: number): Promise<void> =>
    pause(Math.random() * Math.min(mostMs, firstMs * 2 ** (attempt - 1)));
