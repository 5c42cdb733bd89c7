import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { OrderEvents, Sagas } from '../model/ports.ts';
import { pendingEvents } from '../model/repair-domain.ts';
import { stateOf } from '../model/saga-record-domain.ts';
import type { AcceptedRequest, RefusedRequest } from '../requests/requests.ts';

export interface RepairPorts {
  readonly sagas: Sagas;
  readonly events: OrderEvents;
}

/** Re-emits the pending events of an order, whatever its deadline, with the same ids and bytes as the first time. */
export const repairOrder =
  ({ sagas, events }: RepairPorts) =>
  async (orderId: string, deadline: Deadline): Promise<Result<AcceptedRequest, RefusedRequest>> => {
    const record = await sagas.load(orderId);
    if (record === undefined) return err({ kind: 'no-order' });
    const status = stateOf(record);
    const pending = pendingEvents(record);
    // A paid order waits for an operator, not for an event.
    if (pending.length === 0) return err({ kind: 'conflict', status });
    for (const event of pending) {
      const outcome = await events.publish(event, deadline);
      if (outcome !== 'acknowledged')
        return err(outcome === 'unknown' ? { kind: outcome, orderId } : { kind: outcome });
    }
    return ok({ orderId, status });
  };
