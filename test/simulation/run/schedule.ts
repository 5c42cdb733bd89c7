import { type CrashPoint, crashingAt, crashPointText } from '../plan/crash-point.ts';
import { drawPlan } from '../plan/draw-plan.ts';
import type { Plan } from '../plan/plan.ts';

/** What a run is made from: a seed, and crashes that are added on purpose. */
export interface Schedule {
  readonly seed: number;
  readonly crashes?: readonly CrashPoint[];
}

export const planOf = ({ seed, crashes = [] }: Schedule): Plan => crashingAt(drawPlan(seed), crashes);

/** The command that runs it again, and prints its story. */
export const replayCommand = ({ seed, crashes = [] }: Schedule): string =>
  [`npm run simulate -- --seed ${seed}`, ...crashes.map((point) => `--crash '${crashPointText(point)}'`)].join(' ');
