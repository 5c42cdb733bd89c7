import type { Clock } from '../kernel/clock.ts';

/** The system time. */
export const systemClock: Clock = { now: () => new Date() };
