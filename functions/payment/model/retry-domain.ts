import { isChargeable, type Payment } from './domain.ts';
import { moved } from './state-domain.ts';

/** Time limits for calls of the gateway. */
export interface RetryPolicy {
  /** How long a charge is retried, from its intent on. */
  readonly horizonMs: number;
  /**
   * The longest possible invocation and the gateway's timeout: the invocation that claimed a payment has ended by then.
   */
  readonly leaseMs: number;
  /** The longest time the calls of one step may take. */
  readonly stepMs: number;
}

/**
 * Gateways forget idempotency keys: Stripe may after 24 hours. One hour less leaves room for clock skew and requests in
 * flight; an older key protects from nothing.
 */
const keyLifetimeMs = 23 * 3_600_000;

/** A charge of the order may be so old that the gateway has forgotten its key. */
export const isAged = (order_created_at: string, now: Date): boolean =>
  now.getTime() - Date.parse(order_created_at) >= keyLifetimeMs;

/** Interval of look-ups of a charge or refund that the gateway processes for days. */
export const followMs = 3_600_000;

const firstBackoffMs = 15_000;
const longestBackoffMs = 10 * 60_000;

/** From 0 to 1, different for each payment and attempt, but deterministic. */
const spread = ({ payment_id, attempts }: Payment): number => {
  let hash = attempts + 1;
  for (const character of payment_id) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return (hash % 1_000) / 1_000;
};

/** Delay after a call without an answer: exponential, with jitter over half of it. */
export const backoffMs = (payment: Payment): number => {
  const full = Math.min(firstBackoffMs * 2 ** payment.attempts, longestBackoffMs);
  return Math.round(full * (0.5 + spread(payment) / 2));
};

/** The gateway may be called to charge it, again or for the first time. */
export const isWithinHorizon = (payment: Payment, now: Date, { horizonMs }: RetryPolicy): boolean =>
  isChargeable(payment) && now.getTime() < Date.parse(payment.created_at) + horizonMs;

/** Claimed by another invocation: looked up before anything else. */
export const claimed = (payment: Payment, now: Date): Payment => moved(payment, { type: 'CLAIM' }, now.toISOString());

export const laterBy = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/** Left for the schedule. @param counted an attempt was made, without an answer. */
export const parked = (payment: Payment, due_at: string, { counted }: { readonly counted: boolean }): Payment => ({
  ...payment,
  due_at,
  attempts: payment.attempts + (counted ? 1 : 0),
});

/** Taken off the schedule. */
export const unparked = ({ due_at: _, ...payment }: Payment): Payment => payment;
