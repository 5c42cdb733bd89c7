import type { Clock } from '../kernel/clock.ts';

/** The machine's time. */
export const systemClock: Clock = { now: () => new Date() };
