import { isChargeable, type Payment } from './domain.ts';
import { moved } from './state-domain.ts';

/** How long a gateway is waited for. */
export interface Patience {
  /** From the intent on, for so long a charge is tried. */
  readonly horizonMs: number;
  /** The longest possible invocation and the gateway's timeout: whoever took a payment up has ended after so long. */
  readonly leaseMs: number;
  /** So long after somebody set out to charge, it may land: the same, and as much as clocks may be apart. */
  readonly landingMs: number;
  /** The longest time the calls of one step may take. */
  readonly stepMs: number;
}

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
export const mayBeAsked = (payment: Payment, now: Date, { horizonMs }: Patience): boolean =>
  isChargeable(payment) && now.getTime() < Date.parse(payment.created_at) + horizonMs;

/** When the last charge that somebody set out to make has landed, if it ever does. */
export const landedBy = ({ asked_at, created_at }: Payment, { landingMs }: Patience): Date =>
  new Date(Date.parse(asked_at ?? created_at) + landingMs);

/** Taken up by somebody who may now ask the gateway to charge it: stored first, since from then on a charge may land. */
export const claimed = (payment: Payment, now: Date, patience: Patience): Payment => {
  const at = now.toISOString();
  return { ...moved(payment, { type: 'CLAIM' }, at), ...(mayBeAsked(payment, now, patience) && { asked_at: at }) };
};

export const laterBy = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/** Left for the schedule. @param counted the attempt that brought no answer; not, where none was made. */
export const parked = (payment: Payment, due_at: string, { counted }: { readonly counted: boolean }): Payment => ({
  ...payment,
  due_at,
  attempts: payment.attempts + (counted ? 1 : 0),
});

/** Taken up by the schedule for the last time. */
export const unparked = ({ due_at: _, ...payment }: Payment): Payment => payment;
