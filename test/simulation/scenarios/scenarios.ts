import { chargeScenarios } from './charge-scenarios.ts';
import { comparisonScenarios } from './comparison-scenarios.ts';
import { deadLetterScenarios } from './dead-letter-scenarios.ts';
import { deliveryScenarios } from './delivery-scenarios.ts';
import { eventScenarios } from './event-scenarios.ts';
import { holdScenarios } from './hold-scenarios.ts';
import { intakeScenarios } from './intake-scenarios.ts';
import { invalidEventScenarios } from './invalid-event-scenarios.ts';
import { ledgerScenarios } from './ledger-scenarios.ts';
import { refundScenarios } from './refund-scenarios.ts';
import { sagaScenarios } from './saga-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { stockScenarios } from './stock-scenarios.ts';
import { stripeScenarios } from './stripe-scenarios.ts';
import { sweepScenarios } from './sweep-scenarios.ts';

/** All races that are forced on purpose. */
export const scenarios: readonly Scenario[] = [
  ...intakeScenarios,
  ...sagaScenarios,
  ...sweepScenarios,
  ...deliveryScenarios,
  ...deadLetterScenarios,
  ...invalidEventScenarios,
  ...ledgerScenarios,
  ...stockScenarios,
  ...holdScenarios,
  ...chargeScenarios,
  ...refundScenarios,
  ...eventScenarios,
  ...stripeScenarios,
  ...comparisonScenarios,
];

export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((one) => one.name === name);
