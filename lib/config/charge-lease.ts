import { functions } from '../../schemas/functions/functions.ts';
import type { StageConfig } from './stage-config.ts';

/** From a function's end to its last request's. */
const marginSeconds = 15;

/** An invocation that took a payment up has ended after so long: the longest invocation, and its last call. */
export const chargeLeaseSeconds = ({ timeoutMs }: StageConfig['payment']): number => {
  const longestInvocation = Math.max(
    functions['payment/charge'].timeoutSeconds,
    functions['payment/reconcile'].timeoutSeconds,
  );
  return longestInvocation + Math.ceil(timeoutMs / 1_000) + marginSeconds;
};
