import { Violation } from '../world/run-plan.ts';

/** Something that must hold, and the message where it does not: made only then. */
export type Require = (holds: boolean, message: () => string) => asserts holds;

/** What one invariant requires. @param invariant its name, as the report has it. */
export const requireThat =
  (invariant: string): Require =>
  (holds, message) => {
    if (!holds) throw new Violation(invariant, message());
  };
