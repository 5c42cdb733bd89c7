import { scenarioNamed } from '../../scenarios/scenarios.ts';
import { notificationScenarios } from './notification-scenarios.ts';
import { orderScenarios } from './order-scenarios.ts';
import { paymentScenarios } from './payment-scenarios.ts';
import type { MutationScenario } from './scenario.ts';
import { stockScenarios } from './stock-scenarios.ts';

/** The cases that mutations need besides the races. */
export const mutationScenarios: readonly MutationScenario[] = [
  ...orderScenarios,
  ...stockScenarios,
  ...paymentScenarios,
  ...notificationScenarios,
];

/** A race, or a case of the mutations' own. */
export const mutationScenarioNamed = (name: string): MutationScenario | undefined =>
  mutationScenarios.find((one) => one.name === name) ?? scenarioNamed(name);
