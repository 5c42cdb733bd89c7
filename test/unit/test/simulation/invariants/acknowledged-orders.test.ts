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

const skus = created.line_items.map(({ sku, unit_price: price }) => ({ sku, price, stock: 0 }));
const started = (): SmallWorld => {
  const world = new SmallWorld(acknowledgedOrders(), { skus });
  world.emit(created);
  return world;
};

const accepted = (world: SmallWorld, order: KnownOrder): void => {
  for (const listener of world.world.onAccepted) listener(order);
};

describe('what must hold of orders that are acknowledged', () => {
  it('is content where Kafka has them', () => {
    accepted(started(), known);
  });

  it.each<[string, KnownOrder]>([
    ['is not in Kafka', { ...known, orderId: 'other' }],
    ['was accepted as 1, and costs', { ...known, amount: 1 }],
    ['and costs', { ...known, placing: { ...placing, lines: lines.slice(1) } }],
  ])('objects: %s', (message, order) => {
    expect(() => accepted(started(), order)).toThrow(message);
  });

  it('objects where Kafka has another order than was asked for', () => {
    const dearer = { ...created, amount: created.amount + 1 };
    const [first, ...others] = created.line_items;
    const fewer = { ...created, line_items: first === undefined ? [] : [{ ...first, qty: 1 }, ...others] };
    for (const event of [dearer, fewer]) {
      const world = new SmallWorld(acknowledgedOrders(), { skus });
      world.emit(event);
      expect(() => accepted(world, known)).toThrow(', and is {');
    }
  });
});
