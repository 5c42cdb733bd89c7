import { describe, expect, it } from 'vitest';
import { keptOrders } from '../../../../simulation/invariants/kept-orders.ts';
import { eventLike, orderId as order_id, SmallWorld } from './small-world.ts';

const order = { order_id, part: 'ORDER', lines: 'A 1 5' };

const ended = (item?: object): SmallWorld => {
  const world = new SmallWorld(keptOrders());
  world.emit(eventLike('ORDER_CREATED'));
  // Never emitted: it may expire.
  world.put('orders', { order_id: 'other', part: 'ORDER', expires_at: 1 });
  if (item !== undefined) world.put('orders', item);
  return world;
};

describe('what must hold of the documents of orders in the end', () => {
  it('is content where emitted orders stay', () => {
    ended(order).end();
  });

  it.each<[string, SmallWorld]>([
    ['was emitted, and is gone', ended()],
    ['was emitted, and is gone', ended({ ...order, lines: undefined })],
    ['expires at 1', ended({ ...order, expires_at: 1 })],
  ])('objects: %s (%#)', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });
});
