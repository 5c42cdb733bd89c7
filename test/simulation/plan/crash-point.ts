import type { FaultSpec, Plan } from './plan.ts';

/** A place where a function can die: before a request of a kind is sent, or after it is done. */
export interface CrashPoint {
  readonly function: string;
  readonly when: 'before' | 'after';
  readonly kind: string;
}

/** `order/sweep before Send orders.created` */
export const crashPointText = ({ function: name, when, kind }: CrashPoint): string => `${name} ${when} ${kind}`;

export const parsedCrashPoint = (text: string): CrashPoint | undefined => {
  const [, name, when, kind] = /^(\S+) (before|after) (.+)$/.exec(text) ?? [];
  if (name === undefined || when === undefined || kind === undefined) return undefined;
  return { function: name, when: when === 'before' ? 'before' : 'after', kind };
};

const spec = ({ function: name, when, kind }: CrashPoint): FaultSpec => ({
  function: name,
  place: { kind, occurrence: 1 },
  kind: `die-${when}`,
  amount: 0,
  pick: 0,
});

/** The plan with crashes on purpose: up to the first of them its run is the same. */
export const crashingAt = (plan: Plan, points: readonly CrashPoint[]): Plan => ({
  ...plan,
  faults: [...points.map(spec), ...plan.faults],
});
