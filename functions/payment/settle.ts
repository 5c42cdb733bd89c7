import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import { refundId } from '../shared/kernel/ids.ts';
import type { Deadline } from '../shared/runtime/idioms/batch.ts';
import type { Calls, Standing } from '../shared/runtime/idioms/effect.ts';
import { isOpen, type Payment } from './domain.ts';
import type { ChargeName, NoAnswer, PaymentGateway, PaymentObserver, Payments } from './ports.ts';
import { backoffMs, landedBy, laterBy, mayBeAsked, type Patience, parked } from './retry-domain.ts';
import { moved, type Trigger } from './state-domain.ts';

export interface SettlePorts {
  readonly payments: Payments;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  readonly observer: PaymentObserver;
  readonly patience: Patience;
}

/** What a step came to: something happened to the payment, or it is to wait, unasked, until a time. */
export type Step = Trigger | { readonly type: 'WAIT'; readonly until: string };

export const standingOf = (payment: Payment, pursued: boolean): Standing<Payment, Payment> =>
  pursued && isOpen(payment) ? { open: payment } : { closed: payment };

/** Applies a change to the payment as it stands, however often somebody else is faster. */
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

const nameOf = ({ order_id, payment_id, amount, currency, charge_reference }: Payment): ChargeName => ({
  ...{ idempotencyKey: payment_id, orderId: order_id, amount, currency },
  ...(charge_reference !== undefined && { reference: charge_reference }),
});

const unanswered: Trigger = { type: 'UNANSWERED' };

type Known =
  | { readonly status: 'approved'; readonly reference?: string }
  | { readonly status: 'declined'; readonly reason: string };

const triggerOf = (answer: Known | NoAnswer): Trigger => {
  if (answer.status === 'declined') return { type: 'DECLINED', reason: answer.reason };
  if (answer.status !== 'approved') return unanswered;
  return { type: 'CHARGED', ...(answer.reference !== undefined && { reference: answer.reference }) };
};

const charge = async ({ gateway }: SettlePorts, payment: Payment): Promise<Step> => {
  const { order_id: orderId, payment_id: idempotencyKey, amount, currency, payment_token: token } = payment;
  if (token === undefined) throw new TypeError(`Payment ${idempotencyKey} has no token to charge`);
  return triggerOf(await gateway.charge({ idempotencyKey, orderId, amount, currency, token }));
};

/** Looks an unknown charge up. What is not there is charged while it may be, and closed once no charge can land any more. */
const resolve = async (ports: SettlePorts, payment: Payment): Promise<Step> => {
  const { gateway, clock, patience } = ports;
  const landed = landedBy(payment, patience);
  // Read before the look-up: what lands after it would not be seen.
  const final = clock.now() >= landed;
  const found = await gateway.lookup(nameOf(payment));
  if (found.status !== 'absent') return triggerOf(found);
  if (mayBeAsked(payment, clock.now(), patience)) return charge(ports, payment);
  return final ? { type: 'NOT_CHARGED' } : { type: 'WAIT', until: landed.toISOString() };
};

const refund = async ({ gateway }: SettlePorts, payment: Payment): Promise<Step> => {
  const { status } = await gateway.refund({ idempotencyKey: refundId(payment.order_id), charge: nameOf(payment) });
  return status === 'refunded' ? { type: 'REFUNDED' } : unanswered;
};

const perform =
  (ports: SettlePorts) =>
  async (payment: Payment, deadline: Deadline): Promise<Step> => {
    if (deadline.remainingMs() < ports.patience.stepMs) return { type: 'WAIT', until: timestamp(ports.clock) };
    if (payment.state === 'REFUNDING') return refund(ports, payment);
    return payment.state === 'PENDING' ? charge(ports, payment) : resolve(ports, payment);
  };

/** The payment after a step, parked where no answer came. */
const stepped = (payment: Payment, step: Step, now: Date): Payment => {
  if (step.type === 'WAIT') return isOpen(payment) ? parked(payment, step.until, { counted: false }) : payment;
  const next = moved(payment, step, now.toISOString());
  // A charge that nobody knew of: no delivery waits for its refund.
  if (next !== payment && step.type === 'CHARGED' && !isOpen(payment)) {
    return parked(next, now.toISOString(), { counted: false });
  }
  if (step.type !== 'UNANSWERED' || !isOpen(next)) return next;
  return parked(next, laterBy(now, backoffMs(next)), { counted: true });
};

/**
 * The calls of a payment that is open.
 * @param owner whose it is: the delivery of an event pursues what is not parked, the schedule what is.
 */
export const settling = (
  ports: SettlePorts,
  owner: 'delivery' | 'schedule',
): Required<Calls<Payment, Payment, Step>> => ({
  perform: perform(ports),
  conclude: async (intent, step) => {
    const now = ports.clock.now();
    const stored = await amend(ports.payments, intent, (current) => stepped(current, step, now));
    if (step.type === 'UNANSWERED' && isOpen(stored)) {
      ports.observer.count(stored.state === 'REFUNDING' ? 'RefundsFailed' : 'ChargesParked');
    }
    const leftAlone = step.type === 'UNANSWERED' || step.type === 'WAIT';
    return standingOf(stored, !leftAlone && (owner === 'schedule') === (stored.due_at !== undefined));
  },
});
