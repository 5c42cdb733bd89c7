import Stripe from 'stripe';
import type { NoAnswer } from './ports.ts';

type Refusal = { readonly status: 'declined'; readonly reason: string };

/** Requests that can never be charged, whoever asks: an answer about the payment, not about us. */
const declines: ReadonlySet<string> = new Set([
  'amount_too_large',
  'amount_too_small',
  'currency_not_supported',
  'invalid_charge_amount_no_decimal_compatible',
  'payment_method_currency_mismatch',
  'payment_method_customer_decline',
  'payment_method_not_available',
  'payment_method_provider_decline',
  'payment_method_unactivated',
  'payment_method_unexpected_state',
  'token_already_used',
]);

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

const isUnknownMethod = ({ code, param }: Stripe.errors.StripeError): boolean =>
  code === 'resource_missing' && param === 'payment_method';

/** Who knows whether a request was carried out that Stripe failed at, or nobody answered? */
const isUnknown = (error: Stripe.errors.StripeError): boolean => {
  if (error instanceof Stripe.errors.StripeConnectionError) {
    const code: unknown = error.detail instanceof Error ? Reflect.get(error.detail, 'code') : undefined;
    return !(typeof code === 'string' && neverSent.has(code));
  }
  // In conflict with itself: the same request is being carried out.
  return error.statusCode === 409 || (error.statusCode ?? 0) >= 500;
};

/**
 * What an error of Stripe's client means. Our own faults (a wrong key, a missing right, a malformed request) decline nobody's
 * card: the payment is parked, and somebody hears of it.
 * @throws {RangeError} an idempotency key was used for another request. @throws what is no error of Stripe's.
 */
export const stripeFailure = (thrown: unknown): Refusal | NoAnswer => {
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown;
  const cause = nameOf(thrown);
  if (thrown instanceof Stripe.errors.StripeIdempotencyError && thrown.statusCode !== 409) {
    throw new RangeError(`An idempotency key was used for another request: ${cause}`);
  }
  if (thrown instanceof Stripe.errors.StripeCardError) {
    // Either may be empty.
    return { status: 'declined', reason: thrown.decline_code || thrown.code || 'card_declined' };
  }
  if (isUnknown(thrown)) return { status: 'unknown', cause };
  if (thrown.code !== undefined && (declines.has(thrown.code) || isUnknownMethod(thrown))) {
    return { status: 'declined', reason: thrown.code };
  }
  return { status: 'unavailable', cause };
};

/** Somebody else has given it back, or a key that Stripe has forgotten. */
export const isRefundedAlready = (thrown: unknown): boolean =>
  thrown instanceof Stripe.errors.StripeError && thrown.code === 'charge_already_refunded';
