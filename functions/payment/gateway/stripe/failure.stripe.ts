import Stripe from 'stripe';
import type { NoAnswer } from '../../model/ports.ts';

type Refusal = { readonly status: 'declined'; readonly reason: string };

/** The platform's fault, not the payment's: a wrong key, a missing right, too many requests. */
const ownFaults: ReadonlySet<number> = new Set([401, 403, 429]);
/** A regular answer with an unknown outcome: the same request is in progress. */
const conflict = 409;
/** A proxy between the platform and Stripe timed out. */
const timedOut = 408;

/** Errors of connections that never existed: nothing was sent. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Never Stripe's message: it may quote the payment method. */
const nameOf = ({ type, code, statusCode, requestId }: Stripe.errors.StripeError): string =>
  ['Stripe', type, code, statusCode, requestId].filter((part) => part !== undefined).join(' ');

/** The request may have been carried out: Stripe failed, or did not answer. */
const isUnknown = (error: Stripe.errors.StripeError): boolean => {
  if (error instanceof Stripe.errors.StripeConnectionError) {
    const code: unknown = error.detail instanceof Error ? Reflect.get(error.detail, 'code') : undefined;
    return !(typeof code === 'string' && neverSent.has(code));
  }
  return error.statusCode === timedOut || (error.statusCode ?? 0) >= 500;
};

/** Either may be empty: a reason never is. */
const reasonOf = ({ decline_code, code, rawType, type }: Stripe.errors.StripeError): string =>
  decline_code || code || rawType || type;

const hasCode = (thrown: unknown, code: string): thrown is Stripe.errors.StripeError =>
  thrown instanceof Stripe.errors.StripeError && thrown.code === code;

/** The intent is beyond the requested step: its status has the outcome. */
export const isPast = (thrown: unknown): boolean => hasCode(thrown, 'payment_intent_unexpected_state');

/** Refunded by hand, or under a key that Stripe has forgotten. */
export const isRefundedAlready = (thrown: unknown): boolean => hasCode(thrown, 'charge_already_refunded');

/**
 * The answer that an error of Stripe's client stands for. A 4xx about the request ends the payment with its reason: a
 * client's mistake is no failure of Stripe. 401, 403 and 429 are the platform's fault and decline no payment: it is
 * parked. After a conflict, whose request is in progress, the outcome is looked up.
 * @throws {RangeError} an idempotency key was used for another request. @throws any other error unchanged.
 */
export const stripeFailure = (thrown: unknown): Refusal | NoAnswer => {
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown;
  const cause = nameOf(thrown);
  const status = thrown.statusCode ?? 0;
  if (status === conflict) return { status: 'unknown', cause, gatewayIsHealthy: true };
  if (thrown instanceof Stripe.errors.StripeIdempotencyError) {
    throw new RangeError(`An idempotency key was used for another request: ${cause}`);
  }
  if (isUnknown(thrown)) return { status: 'unknown', cause };
  if (status < 400 || ownFaults.has(status)) return { status: 'unavailable', cause };
  return { status: 'declined', reason: reasonOf(thrown) };
};
