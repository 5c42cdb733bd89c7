import { timestamp } from '../../shared/kernel/clock.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { pursue } from '../../shared/runtime/idioms/effect.ts';
import { type Emission, emitValidEvents } from '../../shared/runtime/idioms/emit-valid-events.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { isOpen, type Payment } from '../model/domain.ts';
import { backoffMs, claimed, laterBy, parked, unparked } from '../model/retry-domain.ts';
import { paymentEvents } from '../settle/payment-events.ts';
import { amend, type SettlePorts, settling, statusOf } from '../settle/settle.ts';

/** Payments taken up together. */
const pageSize = 500;
const concurrency = 32;

/** Counts by name of their metric. */
type Counts = Readonly<Record<'PaymentsReconciled' | 'PaymentsLeftOpen', number>>;

/**
 * Makes a due payment this run's: until the lease ends, no other run takes it up. Undefined when somebody else was faster.
 * The lease is longer than any run: whoever holds it past its end is dead, or has another clock, and asks with the same keys.
 */
const claim = async ({ payments, clock, retryPolicy }: SettlePorts, orderId: string): Promise<Payment | undefined> => {
  const found = await payments.find(orderId);
  const now = clock.now();
  if (found?.due_at === undefined || found.due_at > now.toISOString()) return undefined;
  const due_at = laterBy(now, retryPolicy.leaseMs);
  const stored = await payments.replace({ ...claimed(found, now), due_at, version: found.version + 1 });
  return stored.ok ? stored.value : undefined;
};

/** Settles one payment as far as it goes now; undefined when it was not taken up. */
const settleOne =
  (ports: SettlePorts, deadline: Deadline) =>
  async (orderId: string): Promise<Payment | undefined> => {
    if (deadline.remainingMs() < ports.retryPolicy.stepMs) return undefined;
    try {
      const payment = await claim(ports, orderId);
      return payment && (await pursue(settling(ports, 'schedule'), statusOf(payment, true), deadline));
    } catch (thrown) {
      // One that cannot be settled keeps no other from it. Its lease ends, and it is taken up again.
      ports.observer.failed(orderId, thrown);
      return undefined;
    }
  };

/** A payment whose events can never be emitted as they are waits, ever longer, for the defect to be mended: the others do not. */
const park = async ({ payments, observer, clock }: SettlePorts, payment: Payment, cause: string): Promise<void> => {
  observer.failed(payment.order_id, new TypeError(cause));
  const due = laterBy(clock.now(), backoffMs(payment));
  await amend(payments, payment, (current) =>
    current.version === payment.version ? parked(current, due, { counted: true }) : current,
  );
};

/** Emits what settled payments have to say, then takes them from the schedule. */
const conclude = async (ports: SettlePorts, all: readonly Payment[], run: Emission): Promise<void> => {
  const { payments } = ports;
  const { sound: settled, faults } = await emitValidEvents(all, paymentEvents, run);
  for (const [payment, cause] of faults) await park(ports, payment, cause);
  // What happened to it meanwhile, a cancel for instance, is to be taken up again.
  const acknowledge = (payment: Payment) =>
    amend(payments, payment, (current) => (current.version === payment.version ? unparked(current) : current));
  await concurrently(settled, concurrency, acknowledge);
};

/**
 * Takes up what is parked and due, page by page while there is time: charges and refunds without an answer, and outcomes that
 * nobody has said yet. State first, then the events, then the acknowledgement: only what was said is taken from the schedule.
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
      // The index is behind: what it still shows may have been taken up, by this run or another.
      if (due.length < pageSize || taken.every((payment) => payment === undefined)) return counts;
    }
  };
