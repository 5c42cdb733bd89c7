import { describe, expect, it } from 'vitest';
import { settledOrders } from '../../../../simulation/invariants/settled-orders.ts';
import type { KnownOrder } from '../../../../simulation/world/clients.ts';
import { eventLike, orderId as order_id, SmallWorld } from './small-world.ts';

const saga = { order_id, part: 'ORDER', status: 'PAID', reached_PROCESSING: {} };

/** An order that is in Kafka, as the saga has it. */
const ended = (item: object | undefined, ...emitted: readonly Parameters<typeof eventLike>[0][]): SmallWorld => {
  const world = new SmallWorld(settledOrders());
  for (const type of ['ORDER_CREATED', ...emitted] as const) world.emit(eventLike(type));
  if (item !== undefined) world.put('orders', item);
  return world;
};

describe('what must hold of orders in the end', () => {
  it('is content with orders that are over, or wait for people', () => {
    ended(saga, 'ORDER_PROCESSING').end();
    ended({ ...saga, status: 'CANCELLED', reached_CANCELLED: {} }, 'ORDER_PROCESSING', 'ORDER_CANCELLED').end();
    ended({ ...saga, status: 'SHIPPED' }, 'ORDER_PROCESSING', 'ORDER_CANCEL_REQUESTED', 'ORDER_SHIP_REQUESTED').end();
  });

  it.each<[string, SmallWorld]>([
    ['stays undefined', ended(undefined)],
    ['stays PROCESSING', ended({ ...saga, status: 'PROCESSING' }, 'ORDER_PROCESSING')],
    ['stays CREATED', ended({ ...saga, status: 'CREATED' }, 'ORDER_PROCESSING')],
    ['due at 2026', ended({ ...saga, due_at: '2026' }, 'ORDER_PROCESSING')],
    ['reached PROCESSING, and no event emits it', ended(saga)],
    ['reached SHIPPED, and no event emits it', ended({ ...saga, reached_SHIPPED: {} }, 'ORDER_PROCESSING')],
    ['ORDER_CANCEL_REQUESTED was emitted', ended(saga, 'ORDER_PROCESSING', 'ORDER_CANCEL_REQUESTED')],
    ['ORDER_SHIP_REQUESTED was emitted', ended(saga, 'ORDER_PROCESSING', 'ORDER_SHIP_REQUESTED')],
    ['ORDER_COMPLETE_REQUESTED was emitted', ended(saga, 'ORDER_PROCESSING', 'ORDER_COMPLETE_REQUESTED')],
  ])('objects: %s', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });

  it('objects to an order that was accepted, and is not in Kafka', () => {
    const world = ended(saga, 'ORDER_PROCESSING');
    const known = (accepted: boolean) => [{ orderId: 'other', accepted }] as unknown as KnownOrder[];
    world.world.clients.orders.set('one', known(false));
    world.end();
    world.world.clients.orders.set('one', known(true));
    expect(() => world.end()).toThrow('Order other was accepted');
  });
});
