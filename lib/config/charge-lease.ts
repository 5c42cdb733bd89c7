import { functions } from '../../schemas/functions/functions.ts';
import type { StageConfig } from './stage-config.ts';

/** From a function's timeout to the end of its last request. */
const marginSeconds = 15;

/** Upper bound for an invocation that leased a payment: the longest invocation, and its last call. */
export const chargeLeaseSeconds = ({ timeoutMs }: StageConfig['payment']): number => {
  const longestInvocation = Math.max(
    functions['payment/charge'].timeoutSeconds,
    functions['payment/reconcile'].timeoutSeconds,
  );
  return longestInvocation + Math.ceil(timeoutMs / 1_000) + marginSeconds;
};
