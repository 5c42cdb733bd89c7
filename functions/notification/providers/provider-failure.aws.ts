import { httpAgents } from '../../shared/runtime/http-agents.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Delivery } from '../model/domain.ts';

/**
 * Classifies an error of SES or SNS: a permanent fault of the message or its address, or a transient error. Errors that are not
 * known to be the message's fault (throttling, a sandbox, missing permissions, a paused account) are transient.
 */
export const deliveryOf = (thrown: unknown, permanent: ReadonlyMap<string, string>): Delivery => {
  if (!(thrown instanceof Error)) throw thrown;
  const reason = permanent.get(thrown.name);
  // An unverified identity, above all in a sandbox, is a fault of the account.
  if (reason === undefined || /not verified/i.test(thrown.message))
    throw new TransientError(`${thrown.name}: ${thrown.message}`, { cause: thrown });
  return { status: 'rejected', reason: /opted? ?-?out/i.test(thrown.message) ? 'OPTED_OUT' : reason };
};

/** Times out well before the claim on the notification expires. */
export const clientOptions = {
  maxAttempts: 2,
  requestHandler: {
    ...{ connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    ...httpAgents(),
  },
};
