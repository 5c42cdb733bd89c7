import type { StuckOrders } from '../../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { secondsAfter } from '../model/deadlines-domain.ts';
import type { DueOrders, Sagas } from '../model/ports.ts';
import { inStateSince } from '../model/repair-domain.ts';
import { isWaiting } from '../model/saga-domain.ts';
import { type SagaRecord, stateOf } from '../model/saga-record-domain.ts';

export interface StuckPorts {
  readonly sagas: Sagas;
  readonly due: DueOrders;
  readonly clock: Clock;
  /** How long an order may stay in one automatic step. */
  readonly stepSeconds: number;
}

type StuckOrder = StuckOrders['orders'][number];

const concurrency = 16;

const waitsFor = (record: SagaRecord): StuckOrder['waiting_for'] => {
  // Nothing shows that ORDER_CREATED was consumed.
  if (record.created === undefined || record.provisional) return 'ORDER_CREATED';
  return record.created.status === 'CREATED' ? 'STOCK_RESERVED' : 'ORDER_PAID';
};

/** The order, if it has waited longer than its step may take. */
const stuckOrder = (record: SagaRecord, now: string, stepSeconds: number): StuckOrder | undefined => {
  const status = stateOf(record);
  const since = inStateSince(record);
  if (record.due === undefined || !isWaiting(status)) return undefined;
  const { at: due_at, attempts } = record.due;
  const late = since === undefined ? due_at : secondsAfter(since, stepSeconds);
  if (late > now && attempts === 0) return undefined;
  const waiting_for = waitsFor(record);
  return { order_id: record.order_id, status, waiting_for, ...(since && { since }), due_at, attempts };
};

/**
 * Orders in one state for longer than their step may take, the longest waiting first: due for a repair, or repaired
 * already.
 */
export const stuckOrders =
  ({ sagas, due, clock, stepSeconds }: StuckPorts) =>
  async (limit: number): Promise<StuckOrders> => {
    const now = timestamp(clock);
    // One more than the limit shows that there are more.
    const [overdue, repaired] = await Promise.all([due.before(now, limit + 1), due.repaired(limit + 1)]);
    const ids = [...new Set([...overdue, ...repaired])];
    const records = await concurrently(ids, concurrency, (orderId) => sagas.load(orderId));
    const stuck = records
      .flatMap((record) => (record && stuckOrder(record, now, stepSeconds)) ?? [])
      .sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''));
    return { orders: stuck.slice(0, limit), more: stuck.length > limit };
  };
