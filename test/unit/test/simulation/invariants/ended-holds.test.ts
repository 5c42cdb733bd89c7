import { describe, expect, it } from 'vitest';
import { endedHolds } from '../../../../simulation/invariants/ended-holds.ts';
import { eventLike, orderId as order_id, SmallWorld } from './small-world.ts';

const line = { sku: 'A', qty: 2, unit_price: 5 };

/** What the line of an order came to: the last in the log, what was before in the table. */
const ended = (status: string, ...states: readonly string[]): SmallWorld => {
  const world = new SmallWorld(endedHolds());
  world.emit(eventLike('ORDER_CREATED', { line_items: [line] }));
  world.put('orders', { order_id, part: 'ORDER', status });
  world.put('holds', { order_id });
  for (const state of states.slice(0, -1)) world.put('reservations', { order_id, sku: `A#${state}`, state });
  const log = states.slice(-1).map((state) => JSON.stringify([order_id, state, 2, 0, 0]));
  world.put('stock', { sku: 'A', available: 0, reserved: 0, sold: 0, adjusted: 0, version: states.length, log });
  return world;
};

describe('what must hold of holds in the end', () => {
  it.each([
    ['PAID', ['RESERVED', 'COMMITTED']],
    ['COMPLETED', ['RESERVED', 'COMMITTED']],
    ['CANCELLED', ['RESERVED', 'COMMITTED', 'RELEASED']],
    ['CANCELLED', ['REJECTED']],
    ['PAYMENT_FAILED', ['RESERVED', 'RELEASED']],
  ])('is content with a line of an order that is %s: %j', (status, states) => {
    ended(status, ...states).end();
  });

  it.each([
    ['PAID', ['RESERVED']],
    ['PAID', ['RESERVED', 'RELEASED']],
    ['PAID', ['RESERVED', 'COMMITTED', 'RELEASED']],
    ['CANCELLED', ['RESERVED', 'COMMITTED']],
    ['CANCELLED', []],
    ['PAYMENT_FAILED', ['RESERVED']],
  ])('objects to a line of an order that is %s: %j', (status, states) => {
    expect(() => ended(status, ...states).end()).toThrow(`is ${status}, its A came to`);
  });

  it('objects to an order that never held anything', () => {
    const world = ended('PAID', 'RESERVED', 'COMMITTED');
    world.remove('holds', { order_id });
    expect(() => world.end()).toThrow('never held anything');
  });
});
