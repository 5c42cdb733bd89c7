import { httpAgents } from '../../shared/runtime/http-agents.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Delivery } from '../model/domain.ts';

/**
 * What an error of SES or SNS means: the message or its address is at fault, for good, or it is worth another try. What is not
 * known to be the message's own fault (throttling, a sandbox, missing rights, a paused account) passes when somebody mends it.
 */
export const deliveryOf = (thrown: unknown, permanent: ReadonlyMap<string, string>): Delivery => {
  if (!(thrown instanceof Error)) throw thrown;
  const reason = permanent.get(thrown.name);
  // An identity that is not verified, in a sandbox above all, is the account's to mend.
  if (reason === undefined || /not verified/i.test(thrown.message))
    throw new TransientError(`${thrown.name}: ${thrown.message}`, { cause: thrown });
  return { status: 'rejected', reason: /opted? ?-?out/i.test(thrown.message) ? 'OPTED_OUT' : reason };
};

/** Given up well before the claim on the notification expires. */
export const clientOptions = {
  maxAttempts: 2,
  requestHandler: {
    ...{ connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    ...httpAgents(),
  },
};
