import Stripe from 'stripe';
import type { NoAnswer } from '../../model/ports.ts';

type Refusal = { readonly status: 'declined'; readonly reason: string };

/** About us, not about the payment: a wrong key, a missing right, too many requests. */
const aboutUs: ReadonlySet<number> = new Set([401, 403, 429]);
/** Answered in order, and the outcome is not known: in conflict with the same request, which is being carried out. */
const conflict = 409;
/** Whatever is between us and Stripe ran out of time. */
const timedOut = 408;

/** By a connection that was never there, nothing was sent. */
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

/** Whether a request may have been carried out: Stripe failed at it, or it has no answer. */
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

/** The intent is past what was asked of it: its status tells what became of it. */
export const isPast = (thrown: unknown): boolean => hasCode(thrown, 'payment_intent_unexpected_state');

/** Refunded by hand, or by a key that Stripe has forgotten. */
export const isRefundedAlready = (thrown: unknown): boolean => hasCode(thrown, 'charge_already_refunded');

/**
 * What an error of Stripe's client means. A 4xx about the request ends the payment with its reason: what clients send is no
 * trouble of Stripe's. 401, 403 and 429 are about us, and decline no payment: it is parked. A conflict is neither: the same
 * request is being carried out, its outcome is looked up.
 * @throws {RangeError} an idempotency key was used for another request. @throws what is no error of Stripe's.
 */
export const stripeFailure = (thrown: unknown): Refusal | NoAnswer => {
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown;
  const cause = nameOf(thrown);
  const status = thrown.statusCode ?? 0;
  if (status === conflict) return { status: 'unknown', cause, gatewayIsWell: true };
  if (thrown instanceof Stripe.errors.StripeIdempotencyError) {
    throw new RangeError(`An idempotency key was used for another request: ${cause}`);
  }
  if (isUnknown(thrown)) return { status: 'unknown', cause };
  if (status < 400 || aboutUs.has(status)) return { status: 'unavailable', cause };
  return { status: 'declined', reason: reasonOf(thrown) };
};
