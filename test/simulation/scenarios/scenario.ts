import type { OrderState } from '../../../schemas/generated/types.ts';
import type { Plan } from '../plan/plan.ts';
import type { Happened } from './facts.ts';

/** A race that is forced on purpose. */
export interface Scenario {
  readonly name: string;
  /** What races, and how it is forced. */
  readonly about: string;
  readonly plan: Plan;
  /** Proves that it took place: whatever else holds, a scenario in which it did not forces nothing. */
  readonly happened: Happened;
  /** Where its orders have to end, by their names in the plan, where no invariant decides. */
  readonly ends?: Readonly<Record<string, OrderState>>;
}
