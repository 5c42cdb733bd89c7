import { allMutations } from './all-mutations.ts';
import type { Catch } from './hunt.ts';
import { huntMutation } from './hunt-mutation.ts';
import type { Mutation } from './mutation.ts';

export interface MutationOptions {
  /** Those alone whose name begins so. */
  readonly only?: string;
  /** The first random schedule of each mutation. */
  readonly from: number;
  /** Random schedules of each mutation at most. */
  readonly seeds: number;
  readonly workers: number;
  /** Called with each that is done. */
  readonly onResult: (result: MutationResult, done: number, all: number) => void;
}

export interface MutationResult {
  readonly mutation: Mutation;
  readonly caught?: Catch;
}

const chosenMutations = (only = ''): readonly Mutation[] => allMutations.filter(({ name }) => name.startsWith(only));

/** Takes protections away, one at a time, and looks for a run that fails without them; in the order of their list. */
export const runMutations = async (options: MutationOptions): Promise<readonly MutationResult[]> => {
  const { only, from, seeds, workers, onResult } = options;
  const chosen = chosenMutations(only);
  const results = new Map<Mutation, MutationResult>();
  const queue = [...chosen];
  const work = async (): Promise<void> => {
    for (let mutation = queue.shift(); mutation !== undefined; mutation = queue.shift()) {
      const { scenario } = mutation;
      const caught = await huntMutation(mutation, { from, seeds, ...(scenario !== undefined && { scenario }) });
      const result = { mutation, ...(caught && { caught }) };
      results.set(mutation, result);
      onResult(result, results.size, chosen.length);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return chosen.flatMap((mutation) => results.get(mutation) ?? []);
};
