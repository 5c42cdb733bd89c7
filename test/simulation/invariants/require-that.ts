import { Violation } from '../world/run-plan.ts';

/** Something that must hold, and what is told where it does not: made only then. */
export type Require = (holds: boolean, told: () => string) => asserts holds;

/** What one invariant requires. @param invariant its name, as the report has it. */
export const requireThat =
  (invariant: string): Require =>
  (holds, told) => {
    if (!holds) throw new Violation(invariant, told());
  };
