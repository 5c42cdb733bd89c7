import { functions } from './functions.ts';
import type { StageConfig } from './stage-config.ts';

/** From a function's end to its last request's. */
const marginSeconds = 15;

/**
 * The clocks of no two execution environments are further apart. They never are by minutes, but where one closes what another
 * may still charge, their clocks are all that stands between a customer and money taken for nothing.
 */
const clocksApartSeconds = 360;

/** Whoever took a payment up has ended after so long: the longest invocation, and its last call. */
export const chargeLeaseSeconds = ({ timeoutMs }: StageConfig['payment']): number => {
  const longestInvocation = Math.max(
    functions['payment/charge'].timeoutSeconds,
    functions['payment/reconcile'].timeoutSeconds,
  );
  return longestInvocation + Math.ceil(timeoutMs / 1_000) + marginSeconds;
};

/** For so long after somebody set out to charge a payment, by the clock of whoever asks, that charge may land. */
export const chargeLandingSeconds = (payment: StageConfig['payment']): number =>
  chargeLeaseSeconds(payment) + clocksApartSeconds;
