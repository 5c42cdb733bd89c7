import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Transition, Transitioned } from '../../shared/runtime/idioms/transition.ts';
import { change } from '../model/change.ts';
import { secondsAfter } from '../model/deadlines-domain.ts';
import { decide, type SagaEvent } from '../model/decide-domain.ts';
import type { Sagas } from '../model/ports.ts';

export interface SagaPorts {
  readonly sagas: Sagas;
  readonly clock: Clock;
  /** How long an order may stay in one automatic step before the sweep repairs it. */
  readonly stepSeconds: number;
}

/** Concurrent orders: as many as one request reads, which hides DynamoDB's latency and is few enough to avoid throttling. */
const concurrency = 50;

/**
 * The order saga: joins an order's lines, then follows its payment, its shipment and its requests.
 *
 * Load the order → decide what its events make of it → write it, if it changed → emit the events that these caused, now or at an
 * earlier delivery. The driver emits, after the write. An invocation that crashes between the two is repeated: the events are in
 * the record by then, nothing changes, and the same events are emitted from the stored history.
 */
export const orderSaga = ({ sagas, clock, stepSeconds }: SagaPorts): Transition<SagaEvent> => ({
  key: ({ order_id }) => order_id,
  apply: async (orderId, events): Promise<Transitioned<SagaEvent>> => {
    const now = timestamp(clock);
    const moment = { now, dueAt: secondsAfter(now, stepSeconds) };
    const { emit, rejected, incomplete } = await change(sagas, orderId, (record) => decide(record, events, moment));
    if (incomplete) throw new TransientError(`The lines of order ${orderId} are not stored yet`);
    return { emit, rejected };
  },
  concurrency,
});
