import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { isTerminal } from '../../../../../functions/order/model/saga-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
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

const order = orderOf(['A', 'B', 'C', 'D']);

/** Deliveries of the events in any order, each at least once, some more often, cut into batches anywhere. */
const deliveries = (events: readonly SagaEvent[]): fc.Arbitrary<readonly (readonly SagaEvent[])[]> =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...events), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 20 }),
    )
    .chain(([repeated, sizes]) => {
      const all = [...events, ...repeated];
      return fc.shuffledSubarray(all, { minLength: all.length }).map((shuffled) => {
        const batches: SagaEvent[][] = [];
        for (let rest = shuffled; rest.length > 0; ) {
          const size = sizes[batches.length % sizes.length] ?? 1;
          batches.push(rest.slice(0, size));
          rest = rest.slice(size);
        }
        return batches;
      });
    });

interface World {
  readonly state: string | undefined;
  readonly emitted: readonly DomainEvent[];
}

const run = async (batches: readonly (readonly SagaEvent[])[]): Promise<World> => {
  const [orders, clock] = [new InMemoryOrders(), new FixedClock()];
  await orders.place(order);
  const { apply } = orderSaga({ sagas: orders, clock, stepSeconds: 120 });
  const emitted: DomainEvent[] = [];
  for (const batch of batches) {
    clock.advance(1_000);
    emitted.push(...(await apply(order.order_id, batch)).emit);
  }
  return { state: (await orders.load(order.order_id))?.created?.status, emitted };
};

const distinct = (events: readonly DomainEvent[]): readonly string[] => [
  ...new Set(events.map((event) => JSON.stringify(event))),
];

describe('under any order, repetition and batching of its events', () => {
  it('an order with all lines reserved reaches PROCESSING and emits one ORDER_PROCESSING, always with the same bytes', async () => {
    const events = [createdEvent(order), ...order.line_items.map(({ sku }) => reservedEvent(order.order_id, sku))];
    await fc.assert(
      fc.asyncProperty(deliveries(events), async (batches) => {
        const { state, emitted } = await run(batches);
        expect(state).toBe('PROCESSING');
        expect(distinct(emitted)).toHaveLength(1);
        expect(emitted[0]?.type).toBe('ORDER_PROCESSING');
      }),
    );
  });

  it('an order with rejected lines reaches CANCELLED and emits one ORDER_CANCELLED, always with the same bytes', async () => {
    const stock = order.line_items.map(({ sku }, index) =>
      index < 2 ? rejectedEvent(order.order_id, sku) : reservedEvent(order.order_id, sku),
    );
    await fc.assert(
      fc.asyncProperty(deliveries([createdEvent(order), ...stock]), async (batches) => {
        const { state, emitted } = await run(batches);
        expect(state).toBe('CANCELLED');
        expect(distinct(emitted)).toHaveLength(1);
        expect(emitted[0]?.type).toBe('ORDER_CANCELLED');
      }),
    );
  });

  it('a batch whose emission was lost re-emits it at redelivery, in one piece or in two', async () => {
    const events = [createdEvent(order), ...order.line_items.map(({ sku }) => reservedEvent(order.order_id, sku))];
    await fc.assert(
      fc.asyncProperty(deliveries(events), fc.nat(), fc.nat(), async (batches, lost, cut) => {
        const index = lost % batches.length;
        const batch = batches[index] ?? [];
        const at = cut % (batch.length + 1);
        const parts = [batch.slice(0, at), batch.slice(at)].filter((part) => part.length > 0);
        // Delivered once with its emissions lost, then again.
        const before = await run(batches.slice(0, index));
        const whole = await run([...batches.slice(0, index), batch, ...parts, ...batches.slice(index + 1)]);
        const lostEmissions = (await run([...batches.slice(0, index), batch])).emitted.slice(before.emitted.length);
        const kept = whole.emitted.slice(before.emitted.length + lostEmissions.length);
        expect(distinct([...before.emitted, ...kept])).toHaveLength(1);
        expect(whole.state).toBe('PROCESSING');
      }),
    );
  });

  it('concurrent batches lead to the same state, and one of them emits it', async () => {
    const events = [createdEvent(order), ...order.line_items.map(({ sku }) => reservedEvent(order.order_id, sku))];
    await fc.assert(
      fc.asyncProperty(deliveries(events), async (batches) => {
        const [orders, clock] = [new InMemoryOrders(), new FixedClock()];
        await orders.place(order);
        const { apply } = orderSaga({ sagas: orders, clock, stepSeconds: 120 });
        const settled = await Promise.all(batches.map((batch) => apply(order.order_id, batch)));
        expect(distinct(settled.flatMap(({ emit }) => emit))).toHaveLength(1);
        expect((await orders.load(order.order_id))?.created?.status).toBe('PROCESSING');
      }),
    );
  });
});

const everything: readonly SagaEvent[] = [
  createdEvent(order),
  ...order.line_items.map(({ sku }) => reservedEvent(order.order_id, sku)),
  rejectedEvent(order.order_id, 'A'),
  paidEvent(order),
  paymentFailedEvent(order),
  refundedEvent(order),
  cancelRequestedEvent(order.order_id, 'CHANGED_MIND'),
  shipRequestedEvent(order.order_id, { carrier: 'DHL' }),
  completeRequestedEvent(order.order_id),
];

/** Any events, mostly in a plausible order, so that every state is reached. */
const lives: fc.Arbitrary<readonly (readonly SagaEvent[])[]> = fc
  .tuple(fc.subarray([...everything]), fc.array(fc.constantFrom(...everything), { maxLength: 12 }))
  .chain(([sensible, wild]) => fc.shuffledSubarray([...sensible, ...wild]).map((mixed) => [...sensible, ...mixed]))
  .chain((events) =>
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }).map((sizes) => {
      const batches: SagaEvent[][] = [];
      for (let rest = events; rest.length > 0; rest = rest.slice(batches.at(-1)?.length ?? 1)) {
        batches.push(rest.slice(0, sizes[batches.length % sizes.length]));
      }
      return batches;
    }),
  );

describe('under any sequence of events', () => {
  const live = async (batches: readonly (readonly SagaEvent[])[], again: readonly number[]) => {
    const [orders, clock] = [new InMemoryOrders(), new FixedClock()];
    await orders.place(order);
    const { apply } = orderSaga({ sagas: orders, clock, stepSeconds: 120 });
    const emitted: DomainEvent[] = [];
    const deliver = async (batch: readonly SagaEvent[]) => {
      clock.advance(1_000);
      emitted.push(...(await apply(order.order_id, batch)).emit);
    };
    for (const batch of batches) await deliver(batch);
    const [record, first] = [await orders.load(order.order_id), distinct(emitted)];
    for (const index of again) await deliver(batches[index % batches.length] ?? []);
    return { record, first, later: await orders.load(order.order_id), all: distinct(emitted) };
  };

  it('an order emits each event once, always with the same bytes, and only for states that it reached', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (batches) => {
        const { record, first } = await live(batches, []);
        const types = first.map((event) => JSON.parse(event).type.replace('ORDER_', ''));
        const reached = ['PROCESSING', 'CANCELLED', 'SHIPPED', 'COMPLETED'].filter((state) =>
          Object.hasOwn(record?.history ?? {}, state),
        );
        expect(types.sort()).toEqual(reached.sort());
      }),
    );
  });

  it('a finished order changes nothing and emits nothing new at any redelivery', async () => {
    await fc.assert(
      fc.asyncProperty(lives, fc.array(fc.nat(), { maxLength: 6 }), async (batches, again) => {
        const { record, first, later, all } = await live(batches, again);
        fc.pre(record?.created !== undefined && isTerminal(record.created.status));
        expect([later?.created, later?.history, later?.reason]).toEqual([
          record?.created,
          record?.history,
          record?.reason,
        ]);
        expect(all).toEqual(first);
      }),
    );
  });
});
