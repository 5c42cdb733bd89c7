import type { Period } from '../model/ports.ts';
import { laterBy } from '../model/retry-domain.ts';

/** The period of one run: few enough movements for its time. */
const periodMs = 600_000;
/** Younger movements may not be in the Payments table yet. */
const delayMs = 3_600_000;

export const startOfPeriod = (now: Date): string =>
  new Date(Math.floor(now.getTime() / periodMs) * periodMs).toISOString();

/** The next period to compare, once it is old enough. */
export const nextPeriod = (from: string, now: Date): Period | undefined => {
  const until = laterBy(new Date(from), periodMs);
  return Date.parse(until) + delayMs <= now.getTime() ? { from, until } : undefined;
};
