import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { refundId } from '../../shared/kernel/ids.ts';
import type { Calls, EffectStatus } from '../../shared/runtime/idioms/effect.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { isDoubted, isOpen, isUndecided, type Payment } from '../model/domain.ts';
import type {
  ChargeAnswer,
  ChargeName,
  PaymentGateway,
  PaymentObserver,
  Payments,
  RefundAnswer,
} from '../model/ports.ts';
import { afterStale, answeredFor } from '../model/refund-doubt-domain.ts';
import {
  backoffMs,
  followMs,
  isAged,
  isWithinHorizon,
  laterBy,
  parked,
  type RetryPolicy,
} from '../model/retry-domain.ts';
import { moved, type Trigger } from '../model/state-domain.ts';

export interface SettlePorts {
  readonly payments: Payments;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  readonly observer: PaymentObserver;
  readonly retryPolicy: RetryPolicy;
}

/** The outcome of a step: a trigger for the payment, or a time until which it waits. */
export type Step = Trigger | { readonly type: 'WAIT'; readonly until: string };

export const statusOf = (payment: Payment, pursued: boolean): EffectStatus<Payment, Payment> =>
  pursued && isOpen(payment) ? { open: payment } : { closed: payment };

/** Applies a change to the current payment, with optimistic concurrency: retries after each concurrent write. */
export const amend = async (
  payments: Payments,
  payment: Payment,
  change: (current: Payment) => Payment,
): Promise<Payment> => {
  let current = payment;
  for (;;) {
    const next = change(current);
    if (next === current) return current;
    const stored = await payments.replace({ ...next, version: current.version + 1 });
    if (stored.ok) return stored.value;
    current = stored.error;
  }
};

export const nameOf = (payment: Payment, now: Date): ChargeName => {
  const { order_id, payment_id, amount, currency, charge_reference, order_created_at } = payment;
  return {
    ...{ idempotencyKey: payment_id, orderId: order_id, amount, currency, aged: isAged(order_created_at, now) },
    ...(charge_reference !== undefined && { reference: charge_reference }),
  };
};

const unanswered: Trigger = { type: 'UNANSWERED' };

const triggerOf = (answer: ChargeAnswer): Trigger => {
  switch (answer.status) {
    case 'approved':
      return { type: 'CHARGED', ...(answer.reference !== undefined && { reference: answer.reference }) };
    case 'declined':
      return { type: 'DECLINED', reason: answer.reason };
    case 'processing':
      return { type: 'PROCESSING' };
    case 'cancelled':
      return { type: 'NOT_CHARGED' };
    default:
      return unanswered;
  }
};

/** The charge's name is stored before the charge is made: a step of its own, if the gateway has such names. */
const charge = async ({ gateway, clock }: SettlePorts, payment: Payment): Promise<Step> => {
  const { payment_id, payment_token: token, charge_reference } = payment;
  if (token === undefined) throw new TypeError(`Payment ${payment_id} has no token to charge`);
  const name = nameOf(payment, clock.now());
  if (gateway.prepare === undefined || charge_reference !== undefined) {
    return triggerOf(await gateway.charge({ ...name, token }));
  }
  const prepared = await gateway.prepare(name);
  if (prepared.status !== 'prepared') return triggerOf(prepared);
  return { type: 'PREPARED', reference: prepared.reference };
};

/**
 * Looks an unknown charge up. An absent one is charged within its horizon; later it is cancelled at the gateway before
 * it is closed, so that no request in flight can charge it.
 */
const resolve = async (ports: SettlePorts, payment: Payment): Promise<Step> => {
  const { gateway, clock, retryPolicy } = ports;
  const name = nameOf(payment, clock.now());
  const found = await gateway.lookup(name);
  if (found.status !== 'absent') return triggerOf(found);
  if (found.reference !== undefined && payment.charge_reference === undefined) {
    return { type: 'PREPARED', reference: found.reference };
  }
  if (isWithinHorizon(payment, clock.now(), retryPolicy)) return charge(ports, payment);
  return triggerOf(await gateway.cancel(name));
};

const refundStep = (answer: RefundAnswer): Step => {
  switch (answer.status) {
    case 'refunded':
      return { type: 'REFUNDED' };
    case 'pending':
      return { type: 'REFUND_PENDING' };
    case 'failed':
      return {
        ...{ type: 'REFUND_FAILED', reason: answer.reason },
        ...(answer.reference !== undefined && { reference: answer.reference }),
      };
    default:
      return unanswered;
  }
};

/** The key of a failed refund repeats the failure: another refund needs another key. */
export const refundKey = ({ order_id, failed_refund }: Payment): string =>
  failed_refund === undefined ? refundId(order_id) : `${refundId(order_id)}:${failed_refund}`;

/** The charge's refunds are looked up first: by the time of a retry, the gateway may have forgotten the key. */
const refund = async ({ gateway, clock }: SettlePorts, payment: Payment): Promise<Step> => {
  const request = { idempotencyKey: refundKey(payment), charge: nameOf(payment, clock.now()) };
  const found = await gateway.lookupRefund(request);
  const isKnownFailure =
    found.status === 'failed' && found.reference !== undefined && found.reference === payment.failed_refund;
  return refundStep(found.status === 'absent' || isKnownFailure ? await gateway.refund(request) : found);
};

/**
 * A refund that had ended is looked up once more, and never made here: only an operator requests another. A refund
 * unknown to the gateway returned no money.
 */
const followUp = async ({ gateway, clock }: SettlePorts, payment: Payment): Promise<Step> => {
  const request = { idempotencyKey: refundKey(payment), charge: nameOf(payment, clock.now()) };
  const found = await gateway.lookupRefund(request);
  return found.status === 'absent' ? { type: 'REFUND_FAILED', reason: 'no_such_refund' } : refundStep(found);
};

/** A free order involves no gateway. */
const freeStep = ({ state }: Payment): Step => {
  if (state === 'REFUNDING') return { type: 'REFUNDED' };
  return { type: state === 'CANCELLING' ? 'NOT_CHARGED' : 'CHARGED' };
};

const perform =
  (ports: SettlePorts) =>
  async (payment: Payment, deadline: Deadline): Promise<Step> => {
    if (payment.amount === 0) return freeStep(payment);
    if (deadline.remainingMs() < ports.retryPolicy.stepMs) return { type: 'WAIT', until: timestamp(ports.clock) };
    if (payment.state === 'REFUNDING') return refund(ports, payment);
    if (isDoubted(payment)) return followUp(ports, payment);
    return payment.state === 'PENDING' ? charge(ports, payment) : resolve(ports, payment);
  };

/** The payment after a step, parked while its outcome is pending. */
const afterStep = (payment: Payment, step: Step, now: Date): Payment => {
  if (step.type === 'WAIT') return isOpen(payment) ? parked(payment, step.until, { counted: false }) : payment;
  const next = moved(payment, step, now.toISOString());
  // A charge found late: no delivery waits for its refund.
  if (next !== payment && step.type === 'CHARGED' && !isOpen(payment)) {
    return parked(next, now.toISOString(), { counted: false });
  }
  if (!isOpen(next)) return next;
  if (isAtWork(step)) return parked(next, laterBy(now, followMs), { counted: false });
  return step.type === 'UNANSWERED' ? parked(next, laterBy(now, backoffMs(next)), { counted: true }) : next;
};

/** The payment after a step that was performed for an earlier version of it. */
const afterConclusion = (current: Payment, intent: Payment, step: Step, now: Date): Payment => {
  if (step.type !== 'REFUNDED' && step.type !== 'REFUND_FAILED') return afterStep(current, step, now);
  const answered = answeredFor(current, intent);
  return answered === undefined ? afterStale(current, step.type, now.toISOString()) : afterStep(answered, step, now);
};

/** The gateway is processing: its outcome is looked up however long it takes. */
const isAtWork = ({ type }: Step): boolean => type === 'PROCESSING' || type === 'REFUND_PENDING';

const countStep = ({ observer }: SettlePorts, step: Step, intent: Payment, stored: Payment): void => {
  const isKnown = intent.state === 'REFUND_FAILED';
  if (step.type === 'REFUND_FAILED' && stored.state === 'REFUND_FAILED' && !isKnown) observer.count('RefundsRejected');
  if (step.type !== 'UNANSWERED' || !isOpen(stored)) return;
  observer.count(isUndecided(stored) ? 'ChargesParked' : 'RefundsFailed');
};

/**
 * The gateway calls of an open payment.
 * @param owner the delivery of an event pursues payments that are not parked, the schedule parked ones.
 */
export const settling = (ports: SettlePorts, owner: 'delivery' | 'schedule'): Calls<Payment, Payment, Step> => ({
  perform: perform(ports),
  conclude: async (intent, step) => {
    const now = ports.clock.now();
    const stored = await amend(ports.payments, intent, (current) => afterConclusion(current, intent, step, now));
    countStep(ports, step, intent, stored);
    const isPaused = step.type === 'UNANSWERED' || step.type === 'WAIT' || isAtWork(step);
    // It goes on only if the payment is still this owner's: parked for the schedule, not parked for the delivery.
    return statusOf(stored, !isPaused && (owner === 'schedule') === (stored.due_at !== undefined));
  },
});
