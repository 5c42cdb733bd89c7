import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { transition } from '../../../../../functions/shared/runtime/idioms/transition.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
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
} from '../../../../support/order-events.ts';
import {
  expectEffectOnce,
  type NewConsumer,
  outcomeOfReplays,
  replayCommands,
} from '../../../../support/replayed-letters.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;

interface SagaState {
  readonly status: string;
  readonly reached: readonly string[];
  readonly lines: readonly (readonly string[])[];
  readonly provisional: boolean;
}

const saga: NewConsumer<SagaEvent> = ({ clock, faulty }) => {
  const orders = new InMemoryOrders();
  return {
    idiom: transition(orderSaga({ sagas: faulty(orders), clock, stepSeconds: 120 })),
    state: async () => {
      const record = await orders.load(id);
      if (record === undefined) return undefined;
      const { created, history, reserved, rejected, payment, refund, shipment } = record;
      return {
        status: created?.status,
        // If only the first write of a join was made, cause and reason of its step may vary; the step may not.
        reached: Object.keys(history).sort(),
        lines: [[...reserved].sort(), [...rejected].sort()],
        money: [payment?.state, refund?.payment_id],
        shipment,
        provisional: record.provisional === true,
      };
    },
  };
};

const [A, B] = [reservedEvent(id, 'A'), reservedEvent(id, 'B')];
const [created, paid, failed] = [createdEvent(order), paidEvent(order), paymentFailedEvent(order)];
const [cancel, ship] = [cancelRequestedEvent(id, 'CUSTOMER_REQUEST'), shipRequestedEvent(id, { carrier: 'DHL' })];
const [complete, refund, rejected] = [completeRequestedEvent(id), refundedEvent(order), rejectedEvent(id, 'A')];

/** Events of an order, with unrelated ones between. */
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

/** Without competing events: a half-written join reaches the same step, too. */
const withoutRaces = fc.constantFrom<readonly SagaEvent[]>(
  [created, A, B, paid, ship, complete],
  [A, created, B, paid, ship, complete],
  [B, A, created, failed],
  [B, rejected, created],
  [created, B, rejected],
);

describe('a record of the saga that was dead-lettered and is replayed', () => {
  it('moves its order once, at any number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(withoutRaces, replayCommands(), (life, commands) => expectEffectOnce(saga, life, commands)),
      { numRuns: 200 },
    );
  }, 30_000);

  it('is in the record, and has emitted the one event of each step, under any competing events', async () => {
    await fc.assert(
      fc.asyncProperty(lives, replayCommands(), async (life, commands) => {
        const { state, emitted } = await outcomeOfReplays(saga, life, commands);
        const { reached, lines, provisional, status } = state as SagaState;
        const skus = (type: SagaEvent['type']) =>
          [...new Set(life.flatMap((event) => (event.type === type && 'sku' in event ? [event.sku] : [])))].sort();
        expect(lines).toEqual([skus('STOCK_RESERVED'), skus('STOCK_REJECTED')]);
        expect(provisional).toBe(false);
        // Every history contains the events that end its join.
        expect(status).not.toBe('CREATED');
        const steps = reached.filter((one) => ['PROCESSING', 'CANCELLED', 'SHIPPED', 'COMPLETED'].includes(one));
        expect(emitted.map((name) => name.split(' ')[0])).toEqual(steps.map((one) => `ORDER_${one}`).sort());
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
