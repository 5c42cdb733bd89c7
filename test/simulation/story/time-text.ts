import { startsAt } from '../world/world.ts';

const dayMs = 86_400_000;

/** Since the start of the run: `+12.345 s`, `+3 d 12.345 s`. @param at virtual milliseconds since the epoch. */
export const timeText = (at: number): string => {
  const since = at - startsAt;
  const days = Math.floor(since / dayMs);
  const seconds = `${((since - days * dayMs) / 1_000).toFixed(3)} s`;
  return days === 0 ? `+${seconds}` : `+${days} d ${seconds}`;
};
