import { orderScenarios } from './order-scenarios.ts';
import { paymentScenarios } from './payment-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { stockScenarios } from './stock-scenarios.ts';

export const scenarios: readonly Scenario[] = [...orderScenarios, ...stockScenarios, ...paymentScenarios];

export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((one) => one.name === name);
