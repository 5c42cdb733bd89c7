import { functions } from './functions.ts';
import type { StageConfig } from './stage-config.ts';

/** Clocks that differ, and the time from a function's end to its last request's. */
const marginSeconds = 15;

/** For so long after somebody set out to charge a payment, that charge may land: the longest invocation, and its last call. */
export const chargeLandingSeconds = ({ timeoutMs }: StageConfig['payment']): number => {
  const longestInvocation = Math.max(
    functions['payment/charge'].timeoutSeconds,
    functions['payment/reconcile'].timeoutSeconds,
  );
  return longestInvocation + Math.ceil(timeoutMs / 1_000) + marginSeconds;
};
