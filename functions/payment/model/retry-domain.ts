import { isChargeable, type Payment } from './domain.ts';
import { moved } from './state-domain.ts';

/** How long a gateway is waited for. */
export interface RetryPolicy {
  /** From the intent on, for so long a charge is tried. */
  readonly horizonMs: number;
  /** The longest possible invocation and the gateway's timeout: whoever took a payment up has ended after so long. */
  readonly leaseMs: number;
  /** The longest time the calls of one step may take. */
  readonly stepMs: number;
}

/**
 * Gateways forget idempotency keys: Stripe may once they are 24 hours old. An hour less leaves room for clocks and for requests
 * under way. Older than that, a key protects from nothing.
 */
const keyLifetimeMs = 23 * 3_600_000;

/** Whether a charge of the order may be so old that the gateway has forgotten its key. */
export const isAged = (order_created_at: string, now: Date): boolean =>
  now.getTime() - Date.parse(order_created_at) >= keyLifetimeMs;

/** How often a charge or a refund is looked up that the gateway works on for days. */
export const followMs = 3_600_000;

const firstBackoffMs = 15_000;
const longestBackoffMs = 10 * 60_000;

/** From 0 to 1, different for each payment and attempt, the same whenever asked. */
const spread = ({ payment_id, attempts }: Payment): number => {
  let hash = attempts + 1;
  for (const character of payment_id) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return (hash % 1_000) / 1_000;
};

/** How long a payment is left alone after a call without an answer: doubling, spread over half of it. */
export const backoffMs = (payment: Payment): number => {
  const full = Math.min(firstBackoffMs * 2 ** payment.attempts, longestBackoffMs);
  return Math.round(full * (0.5 + spread(payment) / 2));
};

/** Whether the gateway may be asked to charge it, again or for the first time. */
export const isWithinHorizon = (payment: Payment, now: Date, { horizonMs }: RetryPolicy): boolean =>
  isChargeable(payment) && now.getTime() < Date.parse(payment.created_at) + horizonMs;

/** Taken up by another invocation: looked up before anything else. */
export const claimed = (payment: Payment, now: Date): Payment => moved(payment, { type: 'CLAIM' }, now.toISOString());

export const laterBy = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/** Left for the schedule. @param counted the attempt that brought no answer; not, where none was made. */
export const parked = (payment: Payment, due_at: string, { counted }: { readonly counted: boolean }): Payment => ({
  ...payment,
  due_at,
  attempts: payment.attempts + (counted ? 1 : 0),
});

/** Taken up by the schedule for the last time. */
export const unparked = ({ due_at: _, ...payment }: Payment): Payment => payment;
