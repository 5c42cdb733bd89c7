import { describe, expect, it } from 'vitest';
import { placedOnce } from '../../../../simulation/invariants/placed-once.ts';
import type { Action } from '../../../../simulation/plan/plan.ts';
import type { KnownOrder } from '../../../../simulation/world/clients.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');
const { user_id: user, payment_token: token, line_items: lines } = created;
const placing = { kind: 'place', at: 0, order: 'one', user, lines, token, repeatable: true, times: 2 } as const;
const other = { ...created, order_id: '22db57f0-8b40-54ba-b393-21d3b059886c', event_id: 'other' };

const ended = (action: Action, ...events: readonly (typeof created)[]): SmallWorld => {
  const world = new SmallWorld(placedOnce(), { actions: [action] });
  for (const event of events) world.emit(event);
  return world;
};

describe('what must hold of orders that are placed more than once', () => {
  it('is content with one order a key, and one each time without a key', () => {
    ended(placing, created, created).end();
    ended({ ...placing, repeatable: false }, created, other).end();
  });

  it.each<[string, SmallWorld]>([
    ['was wanted 1 times, and is 2 orders', ended(placing, created, other)],
    ['was wanted 1 times, and is 2 orders', ended({ ...placing, repeatable: false, times: 1 }, created, other)],
    ['was wanted 0 times, and is 1 orders', ended({ ...placing, user: 'other' }, created)],
  ])('objects: %s (%#)', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });

  it('objects to a key that is answered by two orders', () => {
    const world = ended(placing, created);
    const known = (orderId: string): KnownOrder => ({ placing, orderId, accepted: true, amount: 1 });
    world.world.clients.orders.set('one', [known('a')]);
    world.end();
    world.world.clients.orders.set('one', [known('a'), known('b')]);
    expect(() => world.end()).toThrow('one was answered as a, b');
  });
});
