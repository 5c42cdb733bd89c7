import type { Clock } from '../../shared/kernel/clock.ts';
import type { DomainEvent } from '../../shared/runtime/idioms/domain-event.ts';
import { type Deadlines, dueAfterRepair, secondsAfter } from '../model/deadlines-domain.ts';
import type { ConsumerLag, DueOrders, Orders, Sagas } from '../model/ports.ts';
import { pendingEvents, timeoutCause } from '../model/repair-domain.ts';
import { eventOf } from '../model/saga-events-domain.ts';
import { timeoutStep } from '../model/saga-moves-domain.ts';
import type { SagaRecord } from '../model/saga-record-domain.ts';

export interface SweepPorts {
  readonly orders: Orders;
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

/** Emits ORDER_CANCELLED. The order stays due until Kafka acknowledges it. */
export const emitCancelled = async (
  { orders, due, deadlines }: SweepPorts,
  record: SagaRecord | undefined,
  now: string,
): Promise<Outcome> => {
  const at = record?.due?.at;
  const event = record && eventOf('CANCELLED', record, await orders.find(record.order_id));
  if (event === undefined || at === undefined) return nothing;
  const attempts = (record?.due?.attempts ?? 0) + 1;
  const next = { at: secondsAfter(now, deadlines.stepSeconds * 2 ** Math.min(attempts, 6)), attempts };
  return {
    emit: [event],
    afterwards: () => due.postpone(event.order_id, at),
    park: () => due.postpone(event.order_id, at, next),
  };
};

export const cancelOnDeadline = async (ports: SweepPorts, { order_id }: SagaRecord, now: string): Promise<Outcome> => {
  const dueAt = secondsAfter(now, ports.deadlines.stepSeconds);
  const { made, record } = await ports.sagas.advance(order_id, timeoutStep({ at: now, cause: timeoutCause }, dueAt));
  return made ? emitCancelled(ports, record, now) : nothing;
};

/** Re-emits the order's pending events, after its next turn is delayed: of concurrent sweeps, one succeeds. */
export const repair = async (
  { orders, due, deadlines }: SweepPorts,
  record: SagaRecord,
  now: string,
): Promise<Outcome> => {
  const document = await orders.find(record.order_id);
  const attempts = (record.due?.attempts ?? 0) + 1;
  const createdAt = record.created?.created_at ?? document?.created_at ?? now;
  const at = dueAfterRepair(now, createdAt, attempts, deadlines);
  const mine = await due.postpone(record.order_id, record.due?.at ?? '', { at, attempts });
  return mine ? { emit: pendingEvents(record, document) } : nothing;
};
