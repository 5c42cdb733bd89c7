import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { OrderEvents, Orders, Sagas } from '../model/ports.ts';
import { pendingEvents } from '../model/repair-domain.ts';
import { stateOf } from '../model/saga-record-domain.ts';
import type { AcceptedRequest, RefusedRequest } from '../requests/requests.ts';

export interface RepairPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly events: OrderEvents;
}

/** Emits again what an order stands on, whatever its deadline: the very step that is stuck, with the same ids and bytes. */
export const repairOrder =
  ({ orders, sagas, events }: RepairPorts) =>
  async (orderId: string, deadline: Deadline): Promise<Result<AcceptedRequest, RefusedRequest>> => {
    const [order, record] = await Promise.all([orders.find(orderId), sagas.find(orderId)]);
    if (order === undefined && record === undefined) return err({ kind: 'no-order' });
    const status = stateOf(record);
    const standing = pendingEvents(record, order);
    // A paid order waits for people, not for events.
    if (standing.length === 0) return err({ kind: 'conflict', status });
    for (const event of standing) {
      const outcome = await events.publish(event, deadline);
      if (outcome !== 'acknowledged')
        return err(outcome === 'unknown' ? { kind: outcome, orderId } : { kind: outcome });
    }
    return ok({ orderId, status });
  };
