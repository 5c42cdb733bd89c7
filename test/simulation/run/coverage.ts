import type { Tally } from './tally.ts';

/** An await is two crash points: before its request is sent, and after it is done. */
export interface CrashPoints {
  readonly function: string;
  readonly kinds: number;
  /** Awaits that were reached, all runs together. */
  readonly reached: number;
  readonly diedBefore: number;
  readonly diedAfter: number;
  readonly points: number;
  readonly hit: number;
  readonly missed: readonly string[];
}

/** Crash points by function. */
export const crashPoints = ({ awaits }: Tally): readonly CrashPoints[] =>
  Object.entries(awaits)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, kinds]) => {
      const counts = Object.entries(kinds);
      const sum = (of: 'reached' | 'diedBefore' | 'diedAfter') =>
        counts.reduce((total, [, count]) => total + count[of], 0);
      const missed = counts.flatMap(([kind, { diedBefore, diedAfter }]) => [
        ...(diedBefore === 0 ? [`before ${kind}`] : []),
        ...(diedAfter === 0 ? [`after ${kind}`] : []),
      ]);
      const points = 2 * counts.length;
      return {
        function: name,
        kinds: counts.length,
        reached: sum('reached'),
        diedBefore: sum('diedBefore'),
        diedAfter: sum('diedAfter'),
        points,
        hit: points - missed.length,
        missed,
      };
    });
