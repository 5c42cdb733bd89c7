import { resultLine } from '../mutations/mutations-text.ts';
import { type MutationResult, runMutations } from '../mutations/run-mutations.ts';

/** The same each time, so that the table is. */
const firstSeed = 1;

interface Options {
  /** Those alone whose name begins so. */
  readonly only?: string;
  /** Schedules of each at most. */
  readonly seeds: number;
  readonly seed?: number;
  readonly workers: number;
}

/** Takes each protection away, and looks for a schedule that fails without it. */
export const simulateMutations = (options: Options): Promise<readonly MutationResult[]> => {
  const { only, seeds, workers, seed = firstSeed } = options;
  process.stderr.write(`at most ${seeds} schedules a mutation, from seed ${seed}\n`);
  return runMutations({
    ...{ from: seed, seeds, workers },
    ...(only !== undefined && { only }),
    onResult: (result, done, all) => process.stderr.write(`${done}/${all}  ${resultLine(result)}\n`),
  });
};
