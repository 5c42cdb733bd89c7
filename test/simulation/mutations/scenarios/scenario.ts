import type { OrderState } from '../../../../schemas/generated/types.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Placing, place } from '../../scenarios/plain-plan.ts';

/** A run in which one protection is needed: a case, where the races are scenarios of their own. */
export interface MutationScenario {
  readonly name: string;
  readonly plan: Plan;
  /** Where its orders have to end, where no invariant decides. */
  readonly ends?: Readonly<Record<string, OrderState>>;
}

/** The order of a case with one order, and of a user who has more of them. */
export const order = (more: Partial<Placing> = {}): Placing => place('one', ['A'], { user: 'user', ...more });
