import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import type { Deadline, EventSink } from '../shared/runtime/idioms/batch.ts';
import { concurrently } from '../shared/runtime/idioms/concurrently.ts';
import type { DomainEvent } from '../shared/runtime/idioms/domain-event.ts';
import { type Deadlines, dueAfterRepair, secondsAfter } from './deadlines-domain.ts';
import type { ConsumerLag, DueOrders, Orders, Sagas } from './ports.ts';
import { standingEvents, timeoutCause, verdictOn } from './repair-domain.ts';
import { eventOf } from './saga-events-domain.ts';
import { timeoutStep } from './saga-moves-domain.ts';
import type { SagaRecord } from './saga-record-domain.ts';

export interface SweepPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly due: DueOrders;
  readonly lag: ConsumerLag;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

interface Run {
  readonly events: EventSink;
  readonly deadline: Deadline;
}

/** Orders that one run looks after: repair must not become the overload. */
const mostPerRun = 200;
const concurrency = 8;
/** Records that a consumer may be behind without being late: a few batches are always under way. */
const toleratedLag = 1_000;

/** What is to be said of one order, and what is to be done once it is said. */
interface Outcome {
  readonly emit: readonly DomainEvent[];
  readonly afterwards?: () => Promise<unknown>;
}
const nothing: Outcome = { emit: [] };

/** Says that an order was given up. It stays among those that wait until it is said. */
const sayGivenUp = async ({ orders, due }: SweepPorts, record: SagaRecord | undefined): Promise<Outcome> => {
  const at = record?.due?.at;
  const event = record && eventOf('CANCELLED', record, await orders.find(record.order_id));
  if (event === undefined || at === undefined) return nothing;
  return { emit: [event], afterwards: () => due.postpone(event.order_id, at) };
};

const giveUp = async (ports: SweepPorts, { order_id }: SagaRecord, now: string): Promise<Outcome> => {
  const dueAt = secondsAfter(now, ports.deadlines.stepSeconds);
  const { made, record } = await ports.sagas.advance(order_id, timeoutStep({ at: now, cause: timeoutCause }, dueAt));
  return made ? sayGivenUp(ports, record) : nothing;
};

/** Emits again what the order stands on, after its next turn has been put off: of two sweeps at once one does it. */
const repair = async ({ orders, due, deadlines }: SweepPorts, record: SagaRecord, now: string): Promise<Outcome> => {
  const document = await orders.find(record.order_id);
  const attempts = (record.due?.attempts ?? 0) + 1;
  const createdAt = record.created?.created_at ?? document?.created_at ?? now;
  const at = dueAfterRepair(now, createdAt, attempts, deadlines);
  const mine = await due.postpone(record.order_id, record.due?.at ?? '', { at, attempts });
  return mine ? { emit: standingEvents(record, document) } : nothing;
};

const looked = async (ports: SweepPorts, now: string) => {
  const ids = await ports.due.before(now, mostPerRun);
  const records = await concurrently(ids, concurrency, (orderId) => ports.sagas.find(orderId));
  const found = records.flatMap((record) =>
    record === undefined ? [] : [{ record, verdict: verdictOn(record, now, ports.deadlines) }],
  );
  const of = (kind: string) => found.filter(({ verdict }) => verdict.kind === kind).map(({ record }) => record);
  return { found, of };
};

/**
 * Looks after orders that have stood too long. Whoever is past the whole deadline is given up; the step of the others is
 * repaired, ever more seldom, and not while consumers lag: then it is only their turn that has not come.
 */
export const sweep =
  (ports: SweepPorts) =>
  async ({ events, deadline }: Run): Promise<Readonly<Record<string, number>>> => {
    const now = timestamp(ports.clock);
    const { found, of } = await looked(ports, now);
    const faults: unknown[] = [];
    /** One order whose events cannot be said keeps no other from it. */
    const finish = async (outcomes: readonly Outcome[]): Promise<number> => {
      const said = await concurrently(outcomes, concurrency, async ({ emit, afterwards }) => {
        if (emit.length === 0) return 0;
        try {
          await events.emit(emit, deadline);
          await afterwards?.();
          return 1;
        } catch (thrown) {
          faults.push(thrown);
          return 0;
        }
      });
      return said.reduce<number>((sum, one) => sum + one, 0);
    };
    await concurrently(found, concurrency, async ({ record: { order_id, due }, verdict }) => {
      if (due === undefined) return;
      if (verdict.kind === 'forget') await ports.due.postpone(order_id, due.at);
      if (verdict.kind === 'wait') await ports.due.postpone(order_id, due.at, { ...due, at: verdict.until });
    });
    const timedOut = await finish([
      ...(await concurrently(of('give-up'), concurrency, (record) => giveUp(ports, record, now))),
      ...(await concurrently(of('say'), concurrency, (record) => sayGivenUp(ports, record))),
    ]);
    const broken = of('repair');
    const held = broken.length > 0 && (await ports.lag.greatest()) > toleratedLag;
    const repaired = held
      ? 0
      : await finish(await concurrently(broken, concurrency, (record) => repair(ports, record, now)));
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} orders could not be looked after`);
    return { OrdersTimedOut: timedOut, OrdersRepaired: repaired, OrderRepairsHeld: held ? broken.length : 0 };
  };
