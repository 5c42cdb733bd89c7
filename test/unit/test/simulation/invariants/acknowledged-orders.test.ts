import { describe, expect, it } from 'vitest';
import { acknowledgedOrders } from '../../../../simulation/invariants/acknowledged-orders.ts';
import type { KnownOrder } from '../../../../simulation/world/clients.ts';
import { eventLike, orderId, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');
const lines = created.line_items.map(({ sku, qty }) => ({ sku, qty })).toReversed();
const placing = {
  kind: 'place',
  at: 0,
  order: 'one',
  user: 'u',
  lines,
  token: 't',
  repeatable: true,
  times: 1,
} as const;
const known: KnownOrder = { placing, orderId, accepted: true, amount: created.amount };

const accepted = (world: SmallWorld, order: KnownOrder): void => {
  for (const listener of world.world.onAccepted) listener(order);
};

describe('what must hold of orders that are acknowledged', () => {
  it('is content where Kafka has them', () => {
    const world = new SmallWorld(acknowledgedOrders());
    world.say(created);
    accepted(world, known);
  });

  it.each<[string, KnownOrder]>([
    ['is not in Kafka', { ...known, orderId: 'other' }],
    ['was accepted as 1', { ...known, amount: 1 }],
    ['was accepted as', { ...known, placing: { ...placing, lines: lines.slice(1) } }],
  ])('objects: %s', (told, order) => {
    const world = new SmallWorld(acknowledgedOrders());
    world.say(created);
    expect(() => accepted(world, order)).toThrow(told);
  });
});
