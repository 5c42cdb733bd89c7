import { drawPlan } from '../plan/draw-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { shrinkPlan } from '../shrink/shrink-plan.ts';
import { StoryTeller } from '../story/story-teller.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { FailedSeed, ResultOf, Results, Task } from './messages.ts';
import { runOne } from './run-one.ts';
import { addRun, emptyTally } from './tally.ts';

const allInvariants = (): readonly Watcher[] => [];

const runSeeds = async (from: number, count: number, at: (seed: number) => void): Promise<Results['seeds']> => {
  const tally = emptyTally();
  const failed: FailedSeed[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    at(seed);
    const { world, failure } = await runOne(drawPlan(seed), allInvariants());
    if (failure !== undefined) failed.push({ seed, failure });
    if (world === undefined) tally.schedules += 1;
    else addRun(tally, world);
  }
  return { tally, failed };
};

const tell = async (plan: Plan) => {
  const teller = new StoryTeller();
  return { teller, ...(await runOne(plan, [teller.watcher, ...allInvariants()], teller.tell)) };
};

const replay = async (seed: number): Promise<Results['replay']> => {
  const { teller, world, failure } = await tell(drawPlan(seed));
  const tally = emptyTally();
  if (world !== undefined) addRun(tally, world);
  return { story: teller.lines(), tally, ...(failure !== undefined && { failure }) };
};

const shrink = async (
  { seed, invariant, forMs }: Extract<Task, { readonly kind: 'shrink' }>,
  at: (seed: number) => void,
): Promise<Results['shrink']> => {
  const until = performance.now() + forMs;
  let runs = 0;
  const plan = await shrinkPlan(drawPlan(seed), {
    fails: async (candidate) => {
      runs += 1;
      at(runs);
      return (await runOne(candidate, allInvariants())).failure?.invariant === invariant;
    },
    timeIsOver: () => performance.now() >= until,
  });
  const { teller, failure } = await tell(plan);
  return { plan, runs, story: teller.lines(failure) };
};

/** Does a task. @param at told of each run that begins, by a number that differs from the one before. */
export const work = async <T extends Task>(task: T, at: (seed: number) => void): Promise<ResultOf<T>> => {
  const done = (): Promise<Results[Task['kind']]> => {
    switch (task.kind) {
      case 'seeds':
        return runSeeds(task.from, task.count, at);
      case 'replay':
        return replay(task.seed);
      case 'shrink':
        return shrink(task, at);
    }
  };
  return (await done()) as ResultOf<T>;
};
