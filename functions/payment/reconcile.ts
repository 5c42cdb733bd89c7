import { timestamp } from '../shared/kernel/clock.ts';
import type { Deadline, EventSink } from '../shared/runtime/idioms/batch.ts';
import { concurrently } from '../shared/runtime/idioms/concurrently.ts';
import { pursue } from '../shared/runtime/idioms/effect.ts';
import { isOpen, type Payment } from './domain.ts';
import { paymentEvents } from './payment-events.ts';
import { claimed, laterBy, unparked } from './retry-domain.ts';
import { amend, type SettlePorts, settling, standingOf } from './settle.ts';

/** Payments taken up by one run: what is left is due at the next. */
const mostPerRun = 500;
const concurrency = 32;

interface Run {
  readonly events: EventSink;
  readonly deadline: Deadline;
}

/** Counts by name of their metric. */
type Counts = Readonly<Record<'PaymentsReconciled' | 'PaymentsLeftOpen', number>>;

/**
 * Makes a due payment this run's: until the lease ends, no other run takes it up. Undefined when somebody else was faster.
 * The lease is longer than any run, so that whoever holds it past its end is dead.
 */
const claim = async ({ payments, clock, patience }: SettlePorts, orderId: string): Promise<Payment | undefined> => {
  const found = await payments.find(orderId);
  const now = clock.now();
  if (found?.due_at === undefined || found.due_at > now.toISOString()) return undefined;
  const due_at = laterBy(now, patience.landingMs);
  const stored = await payments.replace({ ...claimed(found, now, patience), due_at, version: found.version + 1 });
  return stored.ok ? stored.value : undefined;
};

/**
 * Takes up what is parked and due: charges and refunds without an answer, and outcomes that nobody has said yet. State first,
 * then the events, then the acknowledgement: only what was said is taken from the schedule.
 */
export const reconcile =
  (ports: SettlePorts) =>
  async ({ events, deadline }: Run): Promise<Counts> => {
    const { payments, clock, patience, observer } = ports;
    const calls = settling(ports, 'schedule');
    const due = await payments.due(timestamp(clock), mostPerRun);
    const settleOne = async (orderId: string): Promise<Payment | undefined> => {
      if (deadline.remainingMs() < patience.stepMs) return undefined;
      try {
        const payment = await claim(ports, orderId);
        return payment && (await pursue(calls, standingOf(payment, true), deadline));
      } catch (thrown) {
        // One that cannot be settled keeps no other from it. Its lease ends, and it is taken up again.
        observer.failed(orderId, thrown);
        return undefined;
      }
    };
    const taken = await concurrently(due, concurrency, settleOne);
    const settled = taken.filter((payment) => payment !== undefined && !isOpen(payment)) as readonly Payment[];
    const emit = settled.flatMap(paymentEvents);
    if (emit.length > 0) await events.emit(emit, deadline);
    // What happened to it meanwhile, a cancel for instance, is to be taken up again.
    const acknowledge = (payment: Payment) =>
      amend(payments, payment, (current) => (current.version === payment.version ? unparked(current) : current));
    await concurrently(settled, concurrency, acknowledge);
    return { PaymentsReconciled: settled.length, PaymentsLeftOpen: taken.length - settled.length };
  };
