import type { OrderCancelled, OrderProcessing } from '../../../schemas/generated/types.ts';
import { timestamp } from '../../shared/kernel/clock.ts';
import { paymentId } from '../../shared/kernel/ids.ts';
import type { Effect, EffectStatus } from '../../shared/runtime/idioms/effect.ts';
import { isChargeable, type Payment } from '../model/domain.ts';
import { claimed, isAged } from '../model/retry-domain.ts';
import { moved, reasonLength } from '../model/state-domain.ts';
import { paymentEvents } from '../settle/payment-events.ts';
import { amend, type SettlePorts, type Step, settling, statusOf } from '../settle/settle.ts';

/** Accepted events of `payment/charge`, in one partition: an order's cancel follows its ORDER_PROCESSING. */
export type ChargeEvent = OrderProcessing | OrderCancelled;

/** Concurrent orders, each with a call of the gateway. */
const concurrency = 32;

/**
 * The first state of a payment. The gateway's idempotency key (`payment_id`) makes a repeated charge of a recent order harmless. After
 * 23 h the gateway may have forgotten it, and a payment row that is lost may have charged: the order is looked up first. So is a cancelled order, unless it was never
 * chargeable.
 */
const initialState = (event: ChargeEvent, now: Date): Pick<Payment, 'state' | 'payment_token' | 'cancel_reason'> => {
  if (event.type === 'ORDER_PROCESSING') {
    const state = isAged(event.created_at, now) ? 'UNKNOWN' : 'PENDING';
    return { state, payment_token: event.payment_token };
  }
  const neverCharged = event.was_processing === false || event.amount === 0;
  return { state: neverCharged ? 'CANCELLED' : 'CANCELLING', cancel_reason: event.reason.slice(0, reasonLength) };
};

const paymentOf = (event: ChargeEvent, now: Date): Payment => {
  const { order_id, amount, currency, user_id, email, phone, trace_id } = event;
  const created_at = now.toISOString();
  return {
    ...{ order_id, payment_id: paymentId(order_id), amount, currency, created_at, user_id },
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...{ order_created_at: event.created_at, trace_id, correlation_id: event.metadata.correlation_id },
    ...initialState(event, now),
    version: 1,
    attempts: 0,
  };
};

/**
 * A parked payment belongs to the schedule. Any other open one was left by a delivery that crashed, perhaps after the gateway's answer, or is
 * being settled by one: PENDING becomes UNKNOWN, and is looked up before any charge.
 */
const claim = async (ports: SettlePorts, found: Payment): Promise<EffectStatus<Payment, Payment>> => {
  const { payments, clock } = ports;
  const mine = (payment: Payment) => payment.due_at === undefined && isChargeable(payment);
  const now = clock.now();
  const taken = await amend(payments, found, (current) => (mine(current) ? claimed(current, now) : current));
  return statusOf(taken, mine(taken));
};

const cancel = async ({ payments, clock }: SettlePorts, found: Payment, reason: string) => {
  const at = timestamp(clock);
  const cancelled = await amend(payments, found, (current) => moved(current, { type: 'CANCEL', reason }, at));
  return statusOf(cancelled, cancelled.due_at === undefined);
};

/**
 * Charges orders whose lines are all reserved, and refunds cancelled ones. The intent is durable before the gateway is
 * called; a payment without an outcome is looked up, so that it is charged once.
 */
export const charge = (ports: SettlePorts): Effect<ChargeEvent, Payment, Payment, Step> => ({
  ...settling(ports, 'delivery'),
  concurrency,
  key: (event) => event.order_id,
  register: async (event) => {
    const created = await ports.payments.create(paymentOf(event, ports.clock.now()));
    if (created.ok) return statusOf(created.value, true);
    return event.type === 'ORDER_PROCESSING' ? claim(ports, created.error) : cancel(ports, created.error, event.reason);
  },
  emits: paymentEvents,
});
