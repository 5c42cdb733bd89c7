import type { Clock } from '../../shared/kernel/clock.ts';
import type { DomainEvent } from '../../shared/runtime/idioms/domain-event.ts';
import { change } from '../model/change.ts';
import { type Deadlines, dueAfterRepair, secondsAfter } from '../model/deadlines-domain.ts';
import { decideTimeout, timeoutCause } from '../model/decide-domain.ts';
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

/** Moves or clears the due time, unless another writer moved it. */
const postpone = (sagas: Sagas, { order_id, due: seen }: SagaRecord, due?: SagaRecord['due']): Promise<unknown> =>
  change(sagas, order_id, (record) => ({
    record: record?.due?.at === seen?.at ? record && dueAgain(record, due) : record,
  }));

/** Emits ORDER_CANCELLED. The order stays due until Kafka acknowledges it. */
export const emitCancelled = ({ sagas, deadlines }: SweepPorts, record: SagaRecord, now: string): Outcome => {
  const event = eventOf('CANCELLED', record);
  if (event === undefined || record.due === undefined) return nothing;
  const attempts = record.due.attempts + 1;
  const next = { at: secondsAfter(now, deadlines.stepSeconds * 2 ** Math.min(attempts, 6)), attempts };
  return {
    emit: [event],
    afterwards: () => postpone(sagas, record),
    park: () => postpone(sagas, record, next),
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
