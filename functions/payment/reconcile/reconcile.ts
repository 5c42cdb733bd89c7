import { timestamp } from '../../shared/kernel/clock.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { pursue } from '../../shared/runtime/idioms/effect.ts';
import { type Emission, emitValidEvents } from '../../shared/runtime/idioms/emit-valid-events.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { isOpen, type Payment } from '../model/domain.ts';
import { backoffMs, claimed, laterBy, parked, unparked } from '../model/retry-domain.ts';
import { paymentEvents } from '../settle/payment-events.ts';
import { amend, type SettlePorts, settling, statusOf } from '../settle/settle.ts';

/** Payments per page. */
const pageSize = 500;
const concurrency = 32;

/** Counts by metric name. */
type Counts = Readonly<Record<'PaymentsReconciled' | 'PaymentsLeftOpen', number>>;

/**
 * Claims a due payment for this run: no other run takes it up until the lease ends. Undefined if another run claimed it
 * first. The lease is longer than any run: a holder past its end has crashed, or has another clock, and uses the same
 * keys.
 */
const claim = async ({ payments, clock, retryPolicy }: SettlePorts, orderId: string): Promise<Payment | undefined> => {
  const found = await payments.find(orderId);
  const now = clock.now();
  if (found?.due_at === undefined || found.due_at > now.toISOString()) return undefined;
  const due_at = laterBy(now, retryPolicy.leaseMs);
  const stored = await payments.replace({ ...claimed(found, now), due_at, version: found.version + 1 });
  return stored.ok ? stored.value : undefined;
};

/** Settles one payment as far as possible now; undefined if it was not claimed. */
const settleOne =
  (ports: SettlePorts, deadline: Deadline) =>
  async (orderId: string): Promise<Payment | undefined> => {
    if (deadline.remainingMs() < ports.retryPolicy.stepMs) return undefined;
    try {
      const payment = await claim(ports, orderId);
      return payment && (await pursue(settling(ports, 'schedule'), statusOf(payment, true), deadline));
    } catch (thrown) {
      // A payment that fails does not block the others. Its lease ends, and another run claims it.
      ports.observer.failed(orderId, thrown);
      return undefined;
    }
  };

/**
 * Delays a payment whose events are invalid, with exponential backoff, until the defect is fixed: the others continue.
 */
const park = async ({ payments, observer, clock }: SettlePorts, payment: Payment, cause: string): Promise<void> => {
  observer.failed(payment.order_id, new TypeError(cause));
  const due = laterBy(clock.now(), backoffMs(payment));
  await amend(payments, payment, (current) =>
    current.version === payment.version ? parked(current, due, { counted: true }) : current,
  );
};

/** Emits the events of settled payments, then takes them off the schedule. */
const conclude = async (ports: SettlePorts, all: readonly Payment[], run: Emission): Promise<void> => {
  const { payments } = ports;
  const { sound: settled, faults } = await emitValidEvents(all, paymentEvents, run);
  for (const [payment, cause] of faults) await park(ports, payment, cause);
  // A payment that changed meanwhile, by a cancel for instance, stays on the schedule.
  const acknowledge = (payment: Payment) =>
    amend(payments, payment, (current) => (current.version === payment.version ? unparked(current) : current));
  await concurrently(settled, concurrency, acknowledge);
};

/**
 * Settles parked and due payments page by page while there is time: charges and refunds without an answer, and outcomes
 * without an event. The order is state, events, acknowledgement: only an emitted outcome leaves the schedule.
 */
export const reconcile =
  (ports: SettlePorts) =>
  async (run: Emission): Promise<Counts> => {
    const counts = { PaymentsReconciled: 0, PaymentsLeftOpen: 0 };
    for (;;) {
      const due = await ports.payments.due(timestamp(ports.clock), pageSize);
      const taken = await concurrently(due, concurrency, settleOne(ports, run.deadline));
      const settled = taken.filter((payment): payment is Payment => payment !== undefined && !isOpen(payment));
      await conclude(ports, settled, run);
      counts.PaymentsReconciled += settled.length;
      counts.PaymentsLeftOpen += taken.length - settled.length;
      // The index is eventually consistent: its payments may have been claimed, by this run or another.
      if (due.length < pageSize || taken.every((payment) => payment === undefined)) return counts;
    }
  };
