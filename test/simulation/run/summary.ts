import type { FailedSeed, Shrunk } from './messages.ts';
import type { Tally } from './tally.ts';
import { complaints } from './verdict.ts';

/** Seeds that failed in the same way. */
export interface FailureGroup {
  readonly invariant: string;
  readonly seeds: readonly number[];
  /** Of the first. */
  readonly message: string;
  readonly stack?: string;
  /** The command that replays the first. */
  readonly replay: string;
  readonly shrunk?: Shrunk;
}

/** What a run of schedules has come to. */
export interface Summary {
  readonly baseSeed: number;
  readonly schedulesPerMinute: number;
  readonly tally: Tally;
  readonly failures: readonly FailureGroup[];
  /** Why the run has failed; empty where it has not. */
  readonly complaints: readonly string[];
}

export const replayCommand = (seed: number): string => `npm run simulate -- --seed ${seed}`;

/** Failures by what did not hold, those met most often first. */
export const grouped = (failed: readonly FailedSeed[]): readonly FailureGroup[] =>
  [...Map.groupBy(failed, ({ failure }) => failure.invariant).values()]
    .map((same) => {
      const sorted = same.toSorted((one, other) => one.seed - other.seed);
      const [first] = sorted as [FailedSeed, ...FailedSeed[]];
      return { ...first.failure, seeds: sorted.map(({ seed }) => seed), replay: replayCommand(first.seed) };
    })
    .sort((one, other) => other.seeds.length - one.seeds.length);

export const summaryOf = (
  found: { readonly tally: Tally; readonly failed: readonly FailedSeed[]; readonly milliseconds: number },
  baseSeed: number,
  failures: readonly FailureGroup[],
): Summary => ({
  baseSeed,
  schedulesPerMinute: Math.round((found.tally.schedules * 60_000) / Math.max(1, found.milliseconds)),
  tally: found.tally,
  failures,
  complaints: complaints(found.tally, found.failed),
});
