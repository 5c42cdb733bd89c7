import type { Period } from '../model/ports.ts';
import { laterBy } from '../model/retry-domain.ts';

/** Compared in one run: few enough movements for its time. */
const periodMs = 600_000;
/** What is younger may still be on its way into our books. */
const settlingMs = 3_600_000;

export const startOfPeriod = (now: Date): string =>
  new Date(Math.floor(now.getTime() / periodMs) * periodMs).toISOString();

/** The next to be compared, once it is old enough. */
export const nextPeriod = (from: string, now: Date): Period | undefined => {
  const until = laterBy(new Date(from), periodMs);
  return Date.parse(until) + settlingMs <= now.getTime() ? { from, until } : undefined;
};
