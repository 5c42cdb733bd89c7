import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { cancelRoute } from '../../../../../functions/order/requests/requests.http.ts';
import { requestOfOrder } from '../../../../../functions/order/requests/requests.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { RecordingOrderEvents } from '../../../../support/fakes/order-ports.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import {
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

const order = orderOf(['A']);
const id = order.order_id;
const [created, reserved, paid] = [createdEvent(order), reservedEvent(id, 'A'), paidEvent(order)];

/** `ask`: a client requests the cancel. `decide`: the saga consumes the first request event. */
type Moment = SagaEvent | 'ask' | 'decide';

const lives = fc
  .tuple(
    fc.constantFrom<readonly SagaEvent[]>(
      [created, reserved, paid, shipRequestedEvent(id), completeRequestedEvent(id)],
      [created, rejectedEvent(id, 'A')],
      [created, reserved, paymentFailedEvent(order)],
      [created, reserved, paid, refundedEvent(order)],
    ),
    fc.array(fc.tuple(fc.nat(7), fc.constantFrom('ask' as const, 'ask' as const, 'decide' as const)), {
      minLength: 2,
      maxLength: 6,
    }),
  )
  .map(([life, more]) => more.reduce<readonly Moment[]>((all, [at, one]) => all.toSpliced(at, 0, one), life));

describe('a repeated cancel', () => {
  it('gets the first answer under any outcome of the order and the cancel', async () => {
    const outcomes = fc.array(fc.constantFrom('acknowledged' as const, 'refused' as const, 'unknown' as const), {
      maxLength: 2,
    });
    await fc.assert(
      fc.asyncProperty(lives, outcomes, async (life, faults) => {
        const [orders, events, clock] = [new InMemoryOrders(), new RecordingOrderEvents(), new FixedClock()];
        await orders.place(order);
        const { apply } = orderSaga({ sagas: orders, clock, stepSeconds: 120 });
        const cancel = cancelRoute(requestOfOrder({ sagas: orders, events, clock }));
        const answers: { readonly statusCode: number; readonly body: string }[] = [];
        let sent = 0;
        for (const moment of life) {
          clock.advance(1_000);
          if (moment === 'ask') {
            events.outcome = faults[sent] ?? 'acknowledged';
            sent += 1;
            const { statusCode, body } = await cancel(httpRequestOf({ parameters: { id }, body: '' }));
            answers.push({ statusCode, body });
          } else if (moment === 'decide') {
            const [first] = events.published;
            if (first !== undefined) await apply(id, [first as SagaEvent]);
          } else await apply(id, [moment]);
        }
        // 503: Kafka refused the event, or may have.
        const taken = answers.findIndex(({ statusCode }) => statusCode === 202);
        if (taken >= 0) {
          for (const answer of answers.slice(taken)) expect(answer).toEqual(answers[taken]);
          return;
        }
        const refused = answers.findIndex(({ statusCode }) => statusCode === 409);
        const codes = answers.slice(Math.max(refused, 0)).map(({ statusCode }) => statusCode);
        if (refused >= 0) expect(new Set(codes)).toEqual(new Set([409]));
      }),
      { numRuns: 500 },
    );
  });
});
