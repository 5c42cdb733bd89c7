import type { FailedRun, Shrunk } from './messages.ts';
import { type Requirement, requirements } from './requirements.ts';
import type { Found } from './run-schedules.ts';
import { replayCommand, type Schedule } from './schedule.ts';
import type { Tally } from './tally.ts';

/** Runs that failed in the same way. */
export interface FailureGroup {
  readonly invariant: string;
  readonly runs: number;
  /** The first; what follows is of it. */
  readonly schedule: Schedule;
  readonly message: string;
  readonly stack?: string;
  /** The command that runs it again. */
  readonly replay: string;
  readonly shrunk?: Shrunk;
}

/** What a run of schedules has come to. */
export interface Summary {
  readonly baseSeed: number;
  readonly schedulesPerMinute: number;
  readonly forced: number;
  readonly tally: Tally;
  readonly failures: readonly FailureGroup[];
  readonly requirements: readonly Requirement[];
}

export const hasPassed = (summary: Summary): boolean => summary.requirements.every(({ met }) => met);

const crashesOf = ({ schedule }: FailedRun): number => schedule.crashes?.length ?? 0;

/** Failures by what did not hold, those met most often first. */
export const grouped = (failed: readonly FailedRun[]): readonly FailureGroup[] =>
  [...Map.groupBy(failed, ({ failure }) => failure.invariant).values()]
    .map((same) => {
      const [first] = same.toSorted(
        (one, other) => crashesOf(one) - crashesOf(other) || one.schedule.seed - other.schedule.seed,
      ) as [FailedRun, ...FailedRun[]];
      const { schedule, failure } = first;
      return { ...failure, runs: same.length, schedule, replay: replayCommand(schedule) };
    })
    .sort((one, other) => other.runs - one.runs);

export const summaryOf = (found: Found, baseSeed: number, failures: readonly FailureGroup[]): Summary => ({
  baseSeed,
  schedulesPerMinute: Math.round((found.tally.schedules * 60_000) / Math.max(1, found.milliseconds)),
  forced: found.forced,
  tally: found.tally,
  failures,
  requirements: requirements(found),
});
