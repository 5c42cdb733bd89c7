import type { CrashPoint } from '../plan/crash-point.ts';
import type { Schedule } from './schedule.ts';
import type { Tally } from './tally.ts';

/** Crash points of a function. Each await is two of them: before its request is sent, and after it is done. */
export interface FunctionCoverage {
  readonly function: string;
  /** Kinds of awaits. */
  readonly awaits: number;
  /** How often they were come to, all runs together. */
  readonly reached: number;
  readonly diedBefore: number;
  readonly diedAfter: number;
  readonly points: number;
  readonly missed: readonly MissedPoint[];
}

interface MissedPoint extends CrashPoint {
  /** Runs that came by. */
  readonly examples: readonly Schedule[];
}

/** By function, those by name. */
export const crashCoverage = ({ awaits }: Tally): readonly FunctionCoverage[] =>
  Object.entries(awaits)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, kinds]) => {
      const counts = Object.entries(kinds);
      const sum = (of: 'reached' | 'diedBefore' | 'diedAfter') => counts.reduce((all, [, count]) => all + count[of], 0);
      const missed = counts.flatMap(([kind, { diedBefore, diedAfter, examples }]): MissedPoint[] => [
        ...(diedBefore === 0 ? [{ function: name, when: 'before' as const, kind, examples }] : []),
        ...(diedAfter === 0 ? [{ function: name, when: 'after' as const, kind, examples }] : []),
      ]);
      return {
        function: name,
        awaits: counts.length,
        reached: sum('reached'),
        diedBefore: sum('diedBefore'),
        diedAfter: sum('diedAfter'),
        points: 2 * counts.length,
        missed,
      };
    });
