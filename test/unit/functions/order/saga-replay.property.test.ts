import fc from 'fast-check';
import { describe, it } from 'vitest';
import { orderSaga } from '../../../../functions/order/saga.ts';
import type { SagaEvent } from '../../../../functions/order/saga-moves-domain.ts';
import { transition } from '../../../../functions/shared/runtime/idioms/transition.ts';
import { InMemoryOrders } from '../../../support/fakes/in-memory-orders.ts';
import { InMemorySagas } from '../../../support/fakes/in-memory-sagas.ts';
import {
  cancelRequestedEvent,
  completeRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  refundedEvent,
  rejectedEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../support/order-events.ts';
import { expectEffectOnce, type NewConsumer, replayCommands } from '../../../support/replayed-letters.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;

const saga: NewConsumer<SagaEvent> = ({ clock, faulty }) => {
  const [orders, sagas] = [new InMemoryOrders(), new InMemorySagas()];
  return {
    idiom: transition(orderSaga({ orders: faulty(orders), sagas: faulty(sagas), clock, stepSeconds: 120 })),
    state: async () => {
      const record = await sagas.find(id);
      if (record === undefined) return undefined;
      const { created, history, reserved, rejected, payment, refund, shipment } = record;
      return {
        status: created?.status,
        // The first half of a join may be written and the step not: which event makes it then, and for which reason, is free. The step is not.
        reached: Object.keys(history).sort(),
        lines: [[...reserved].sort(), [...rejected].sort()],
        money: [payment?.state, refund?.payment_id],
        shipment,
        confirmed: orders.confirmed.has(id),
      };
    },
  };
};

const [A, B] = [reservedEvent(id, 'A'), reservedEvent(id, 'B')];
const [created, paid, failed] = [createdEvent(order), paidEvent(order), paymentFailedEvent(order)];
const [cancel, ship] = [cancelRequestedEvent(id, 'CUSTOMER_REQUEST'), shipRequestedEvent(id, { carrier: 'DHL' })];
const [complete, refund, rejected] = [completeRequestedEvent(id), refundedEvent(order), rejectedEvent(id, 'A')];

/** What may happen to an order, and at times something else between. */
const lives = fc
  .tuple(
    fc.constantFrom<readonly SagaEvent[]>(
      [created, A, B, paid, ship, complete],
      [A, created, B, paid, cancel, refund],
      [created, A, cancel, B],
      [created, A, B, cancel, paid, refund],
      [created, A, B, failed, cancel],
      [created, rejected, B, cancel],
      [B, rejected, created],
      [created, A, B, paid, ship, cancel, complete],
    ),
    fc.array(fc.tuple(fc.nat(6), fc.constantFrom<SagaEvent>(created, A, B, paid, cancel, ship, complete)), {
      maxLength: 2,
    }),
  )
  .map(([life, more]) => more.reduce((all, [at, event]) => all.toSpliced(at, 0, event), life));

describe('a record of the saga that was dead-lettered and is replayed', () => {
  it('moves its order once, whenever it is replayed and however often', async () => {
    await fc.assert(
      fc.asyncProperty(lives, replayCommands(), (life, commands) => expectEffectOnce(saga, life, commands)),
      { numRuns: 400 },
    );
  }, 30_000);
});
