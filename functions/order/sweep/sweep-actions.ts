import type { Clock } from '../../shared/kernel/clock.ts';
import type { DomainEvent } from '../../shared/runtime/idioms/domain-event.ts';
import { change } from '../model/change.ts';
import { type Deadlines, dueAfterRepair, secondsAfter } from '../model/deadlines-domain.ts';
import { decideTimeout, timeoutCause } from '../model/decide-domain.ts';
import { orderCreated } from '../model/domain.ts';
import { confirmed } from '../model/placed-domain.ts';
import type { ConsumerLag, DueOrders, Sagas } from '../model/ports.ts';
import { pendingEvents } from '../model/repair-domain.ts';
import { eventOf } from '../model/saga-events-domain.ts';
import { dueAgain, type SagaRecord } from '../model/saga-record-domain.ts';

export interface SweepPorts {
  readonly sagas: Sagas;
  readonly due: DueOrders;
  readonly lag: ConsumerLag;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  /** Orders per run: enough to catch up after an outage, without overload. */
  readonly mostPerRun: number;
}

/** The events to emit for one order, and the writes that follow. */
export interface Outcome {
  readonly emit: readonly DomainEvent[];
  readonly afterwards?: () => Promise<unknown>;
  /** Delays its next turn, if its events can never be emitted as they are. */
  readonly park?: () => Promise<unknown>;
}
const nothing: Outcome = { emit: [] };

/** Changes the order, unless another writer moved its due time. */
const unlessMoved = (
  sagas: Sagas,
  { order_id, due: seen }: SagaRecord,
  changed: (record: SagaRecord) => SagaRecord,
): Promise<unknown> =>
  change(sagas, order_id, (record) => ({
    record: record !== undefined && record.due?.at === seen?.at ? changed(record) : record,
  }));

/**
 * Emits ORDER_CANCELLED, after ORDER_CREATED if nothing shows that it was published. The order stays due until Kafka acknowledges
 * them.
 */
export const emitCancelled = ({ sagas, deadlines }: SweepPorts, record: SagaRecord, now: string): Outcome => {
  const event = eventOf('CANCELLED', record);
  if (event === undefined || record.due === undefined) return nothing;
  const attempts = record.due.attempts + 1;
  const next = { at: secondsAfter(now, deadlines.stepSeconds * 2 ** Math.min(attempts, 6)), attempts };
  return {
    emit: record.provisional && record.placed ? [orderCreated(record.placed), event] : [event],
    afterwards: () => unlessMoved(sagas, record, (cancelled) => confirmed(dueAgain(cancelled))),
    park: () => unlessMoved(sagas, record, (cancelled) => dueAgain(cancelled, next)),
  };
};

/** Cancels an order past the saga deadline: of concurrent sweeps, one succeeds. */
export const cancelOnDeadline = async (ports: SweepPorts, record: SagaRecord, now: string): Promise<Outcome> => {
  const moment = { now, dueAt: secondsAfter(now, ports.deadlines.stepSeconds) };
  const cancelled = await ports.sagas.save(record, decideTimeout(record, moment));
  return cancelled === undefined ? nothing : emitCancelled(ports, cancelled, now);
};

export const isTimedOut = ({ history }: SagaRecord): boolean => history.CANCELLED?.cause === timeoutCause;

/** Re-emits the order's pending events, after its next turn is delayed: of concurrent sweeps, one succeeds. */
export const repair = async ({ sagas, deadlines }: SweepPorts, record: SagaRecord, now: string): Promise<Outcome> => {
  const attempts = (record.due?.attempts ?? 0) + 1;
  const createdAt = record.created?.created_at ?? record.placed?.created_at ?? now;
  const at = dueAfterRepair(now, createdAt, attempts, deadlines);
  const delayed = await sagas.save(record, dueAgain(record, { at, attempts }));
  return delayed === undefined ? nothing : { emit: pendingEvents(record) };
};
