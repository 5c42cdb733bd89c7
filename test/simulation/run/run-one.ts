import type { Plan } from '../plan/plan.ts';
import { runPlan, Violation, type Watcher } from '../world/run-plan.ts';
import type { Narrate, World } from '../world/world.ts';

/** Why a run failed. */
export interface Failure {
  /** The invariant that did not hold, or where the defect is. */
  readonly invariant: string;
  readonly message: string;
  /** Of a defect: an error that is no violation, thrown by the code or by the simulation. */
  readonly stack?: string;
}

export interface Ended {
  /** Undefined where a defect ended the run. */
  readonly world?: World;
  /** Undefined where all was well. */
  readonly failure?: Failure;
}

/** The first place of this repository in a stack: defects differ by it. */
const placeOf = (stack: string): string =>
  /(?:functions|test|schemas|lib)\/[\w./-]+\.ts:\d+/.exec(stack)?.[0] ?? 'nowhere';

const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof Violation) return { invariant: thrown.invariant, message: thrown.message };
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const stack = error.stack ?? '';
  return { invariant: `${error.name} at ${placeOf(stack)}`, message: error.message, stack };
};

const turnOfTheLoop = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Runs a plan; an unhandled rejection is a failure, too. */
export const runOne = async (plan: Plan, watchers: readonly Watcher[], log?: Narrate): Promise<Ended> => {
  const strays: unknown[] = [];
  const onStray = (thrown: unknown): void => void strays.push(thrown);
  process.on('unhandledRejection', onStray);
  try {
    const { world, violation } = await runPlan(plan, watchers, log);
    await turnOfTheLoop();
    const [thrown = violation] = strays;
    return thrown === undefined ? { world } : { world, failure: failureOf(thrown) };
  } catch (thrown) {
    return { failure: failureOf(strays[0] ?? thrown) };
  } finally {
    process.off('unhandledRejection', onStray);
  }
};
