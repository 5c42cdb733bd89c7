import { allInvariants } from '../invariants/invariants.ts';
import type { Plan } from '../plan/plan.ts';
import { scenarioNamed } from '../scenarios/scenarios.ts';
import { varyScenario } from '../scenarios/vary-scenario.ts';
import { shrinkPlan } from '../shrink/shrink-plan.ts';
import { StoryTeller } from '../story/story-teller.ts';
import type { FailedRun, ResultOf, Results, Task } from './messages.ts';
import { runOne } from './run-one.ts';
import { planOf, type Schedule } from './schedule.ts';
import { addRun, emptyTally } from './tally.ts';

type Began = (run: number) => void;

const run = async (schedules: readonly Schedule[], began: Began): Promise<Results['run']> => {
  const tally = emptyTally();
  const failed: FailedRun[] = [];
  for (const [index, schedule] of schedules.entries()) {
    began(index);
    const { world, failure } = await runOne(planOf(schedule), allInvariants());
    if (failure !== undefined) failed.push({ schedule, failure });
    addRun(tally, schedule, world);
  }
  return { tally, failed };
};

/** A run, and its story. */
export const runWithStory = async (plan: Plan) => {
  const teller = new StoryTeller();
  return { teller, ...(await runOne(plan, [teller.watcher, ...allInvariants()], teller.log)) };
};

const replay = async (schedule: Schedule): Promise<Results['replay']> => {
  const { teller, failure } = await runWithStory(planOf(schedule));
  return { story: teller.lines(), ...(failure !== undefined && { failure }) };
};

type Shrink = Extract<Task, { readonly kind: 'shrink' }>;

const shrink = async ({ schedule, invariant, forMs }: Shrink, began: Began): Promise<Results['shrink']> => {
  const until = performance.now() + forMs;
  let runs = 0;
  const plan = await shrinkPlan(planOf(schedule), {
    fails: async (candidate) => {
      runs += 1;
      began(runs);
      return (await runOne(candidate, allInvariants())).failure?.invariant === invariant;
    },
    timeIsOver: () => performance.now() >= until,
  });
  const { teller, failure } = await runWithStory(plan);
  return { plan, runs, story: teller.lines(failure) };
};

const vary = ({ name, runs }: Extract<Task, { readonly kind: 'vary' }>, began: Began): Promise<Results['vary']> => {
  const scenario = scenarioNamed(name);
  if (scenario === undefined) throw new RangeError(`There is no scenario "${name}"`);
  return varyScenario(scenario, runs, began);
};

/** Does a task. @param began called with each run, by a number that differs from the one before. */
export const work = async <T extends Task>(task: T, began: Began): Promise<ResultOf<T>> => {
  const done = (): Promise<Results[Task['kind']]> => {
    switch (task.kind) {
      case 'run':
        return run(task.schedules, began);
      case 'replay':
        return replay(task.schedule);
      case 'shrink':
        return shrink(task, began);
      case 'vary':
        return vary(task, began);
    }
  };
  return (await done()) as ResultOf<T>;
};
