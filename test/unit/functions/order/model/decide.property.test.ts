import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsAfter } from '../../../../../functions/order/model/deadlines-domain.ts';
import { decide, type SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { reactions, states, type Trigger } from '../../../../../functions/order/model/saga-domain.ts';
import type { SagaRecord } from '../../../../../functions/order/model/saga-record-domain.ts';
import type { OrderState } from '../../../../../schemas/generated/types.ts';
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

const order = orderOf(['A', 'B', 'C']);
const id = order.order_id;
const moment = (second: number) => {
  const now = secondsAfter(order.created_at, second);
  return { now, dueAt: secondsAfter(now, 120) };
};

const [created, paid, failed, refunded] = [
  createdEvent(order),
  paidEvent(order),
  paymentFailedEvent(order),
  refundedEvent(order),
];
const reserved = order.line_items.map(({ sku }) => reservedEvent(id, sku));
const [cancel, ship, complete] = [cancelRequestedEvent(id), shipRequestedEvent(id), completeRequestedEvent(id)];

/** The record after batches of events, one a second, and all that was emitted. */
const recordAfter = (batches: readonly (readonly SagaEvent[])[]) => {
  let record: SagaRecord | undefined;
  const emitted: string[] = [];
  for (const [second, batch] of batches.entries()) {
    const decision = decide(record, batch, moment(second));
    record = decision.record;
    emitted.push(...decision.emit.map((event) => JSON.stringify(event)));
  }
  return { record, emitted: [...new Set(emitted)] };
};

const cut = (events: readonly SagaEvent[], sizes: readonly number[]): readonly (readonly SagaEvent[])[] => {
  const batches: (readonly SagaEvent[])[] = [];
  for (let rest = events; rest.length > 0; rest = rest.slice(batches.at(-1)?.length ?? 1))
    batches.push(rest.slice(0, sizes[batches.length % sizes.length] ?? 1));
  return batches;
};
const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });

/** Each line once reserved or rejected, with ORDER_CREATED, in any sequence. */
const outcomes = fc
  .tuple(...order.line_items.map(({ sku }) => fc.constantFrom(reservedEvent(id, sku), rejectedEvent(id, sku))))
  .chain((lines) => shuffled<SagaEvent>([created, ...lines]));

/** A plausible life first, so that every state is reached, then anything. */
const all: readonly SagaEvent[] = [
  ...[created, ...reserved, rejectedEvent(id, 'A'), paid, failed, refunded],
  ...[cancel, ship, complete],
];
const lives = fc
  .tuple(
    fc.constantFrom<readonly SagaEvent[]>(
      [],
      [created, ...reserved, paid, ship, complete],
      [created, ...reserved, paid, cancel, refunded],
      [created, ...reserved, failed, refunded],
      [...reserved, created, cancel, paid],
    ),
    fc.array(fc.constantFrom(...all), { maxLength: 10 }),
    sizes,
  )
  .map(([life, more, lengths]) => cut([...life, ...more], lengths));

describe('what the saga decides', () => {
  it('does not depend on the sequence of the lines’ outcomes, or on how they are batched', () => {
    fc.assert(
      fc.property(outcomes, sizes, (events, lengths) => {
        const { record, emitted } = recordAfter(cut(events, lengths));
        const isRejected = events.some(({ type }) => type === 'STOCK_REJECTED');
        const { status } = record?.created ?? {};
        expect(status).toBe(isRejected ? 'CANCELLED' : 'PROCESSING');
        expect([record?.reserved.size, record?.rejected.size]).toEqual(
          ['STOCK_RESERVED', 'STOCK_REJECTED'].map((type) => events.filter((event) => event.type === type).length),
        );
        expect(emitted.map((event) => JSON.parse(event).type)).toEqual([`ORDER_${status}`]);
      }),
    );
  });

  it('is the same record for one batch as for its parts, but for times and causes', () => {
    const plain = (record: SagaRecord | undefined) => {
      const { history = {}, due, reason: _, ...rest } = record ?? {};
      return { ...rest, reached: Object.keys(history).sort(), waits: due !== undefined };
    };
    const life = fc.constantFrom<readonly SagaEvent[]>(
      [created, ...reserved, paid, ship, complete],
      [...reserved, created, paid, cancel, refunded],
      [created, ...reserved, failed, refunded],
      [rejectedEvent(id, 'B'), created, cancel],
    );
    fc.assert(
      fc.property(life, sizes, (events, lengths) => {
        expect(plain(recordAfter(cut(events, lengths)).record)).toEqual(plain(recordAfter([events]).record));
      }),
    );
  });

  it('is at a redelivery the same object, and emits again, byte for byte, what the batch had emitted', () => {
    fc.assert(
      fc.property(lives, fc.nat(), (batches, which) => {
        const index = which % Math.max(batches.length, 1);
        const batch = batches[index] ?? [];
        const first = decide(recordAfter(batches.slice(0, index)).record, batch, moment(index));
        const { record } = recordAfter(batches);
        const again = decide(record, batch, moment(99));
        const bytes = again.emit.map((event) => JSON.stringify(event));
        expect(bytes).toEqual(expect.arrayContaining(first.emit.map((event) => JSON.stringify(event))));
        // Right after the batch, it changes nothing.
        const redelivered = decide(first.record, batch, moment(99));
        if (first.rejected.length === 0 && redelivered.rejected.length === 0)
          expect(redelivered.record).toBe(first.record);
      }),
    );
  });

  it('makes no step whose cause an earlier batch contained: that one may be acknowledged', () => {
    fc.assert(
      fc.property(lives, (batches) => {
        const seen = new Set<string>();
        let record: SagaRecord | undefined;
        for (const [second, batch] of batches.entries()) {
          const before = Object.keys(record?.history ?? {});
          record = decide(record, batch, moment(second)).record;
          const made = Object.entries(record?.history ?? {}).filter(([state]) => !before.includes(state));
          const isJoin = batch.some(({ type }) => ['ORDER_CREATED', 'STOCK_RESERVED', 'STOCK_REJECTED'].includes(type));
          if (isJoin) for (const [, { cause }] of made) expect(isRepeatedMove(cause) || !seen.has(cause)).toBe(true);
          for (const { event_id } of batch) seen.add(event_id);
        }
      }),
    );
  });
});

/** A request or a payment may have been rejected in an earlier state, and move the order now. */
const isRepeatedMove = (cause: string): boolean =>
  all.some(({ event_id, type }) => event_id === cause && !/CREATED$|^STOCK_/.test(type));

/** A way into each state. */
const waysTo: Readonly<Record<OrderState, readonly SagaEvent[]>> = {
  CREATED: [created],
  PROCESSING: [created, ...reserved],
  PAID: [created, ...reserved, paid],
  SHIPPED: [created, ...reserved, paid, ship],
  COMPLETED: [created, ...reserved, paid, ship, complete],
  PAYMENT_FAILED: [created, ...reserved, failed],
  CANCELLED: [created, cancel],
};
const eventsOf: Readonly<Partial<Record<Trigger, readonly SagaEvent[]>>> = {
  LINES_RESERVED: reserved,
  LINE_REJECTED: [rejectedEvent(id, 'B')],
  ORDER_PAID: [{ ...paid, event_id: 'again' }],
  PAYMENT_FAILED: [{ ...failed, event_id: 'again' }],
  PAYMENT_REFUNDED: [refunded],
  ORDER_CANCEL_REQUESTED: [{ ...cancel, event_id: 'again' }],
  ORDER_SHIP_REQUESTED: [{ ...ship, event_id: 'again' }],
  ORDER_COMPLETE_REQUESTED: [{ ...complete, event_id: 'again' }],
};
const pairs = states.flatMap((state) =>
  Object.entries(eventsOf).map(([trigger, events]) => ({ state, trigger: trigger as Trigger, events })),
);

describe('every pair of a state and a trigger', () => {
  it.each(pairs)('$state, $trigger', ({ state, trigger, events }) => {
    const { record } = recordAfter(waysTo[state].map((event) => [event]));
    expect(record?.created?.status).toBe(state);
    const decision = decide(record, events, moment(50));
    const reaction = reactions[state][trigger];
    expect(decision.record?.created?.status).toBe(typeof reaction === 'string' ? state : reaction.to);
    expect(decision.rejected.map(({ event }) => event)).toEqual(reaction === 'reject' ? events : []);
    if (reaction === 'record') expect(decision.record).not.toEqual(record);
    if (reaction === 'ignore' && !['LINES_RESERVED', 'LINE_REJECTED'].includes(trigger))
      expect(decision.record).toBe(record);
    // A payment that an order was rejected or cancelled before is only recorded: its state stays as it was reached.
    if (typeof reaction === 'string') expect(decision.record?.history).toEqual(record?.history);
  });
});
