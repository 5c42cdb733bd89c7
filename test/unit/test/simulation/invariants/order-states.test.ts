import { describe, expect, it } from 'vitest';
import { orderStates } from '../../../../simulation/invariants/order-states.ts';
import { SmallWorld } from './small-world.ts';

const created = {
  ...{ order_id: 'o', part: 'ORDER', status: 'CREATED', expected: 1, amount: 5 },
  reached_CREATED: { at: '1', cause: 'e' },
};
const processing = { ...created, status: 'PROCESSING', reserved: new Set(['A']), reached_PROCESSING: { at: '2' } };
const paid = { ...processing, status: 'PAID', reached_PAID: { at: '3' } };

const started = (...items: readonly object[]): SmallWorld => {
  const world = new SmallWorld(orderStates());
  for (const item of items) world.put('orders', item);
  return world;
};

describe('what must hold of the states of an order', () => {
  it('is content with an order that goes its way, and with what is known of it before it begins', () => {
    started({ order_id: 'o', part: 'ORDER', reserved: new Set(['A']) }, created, processing, paid);
  });

  it('is content with all steps of a batch in one write', () => {
    started({ order_id: 'o', part: 'ORDER', reserved: new Set(['A']) }, processing, {
      ...{ ...paid, status: 'COMPLETED' },
      ...{ reached_SHIPPED: { at: '4' }, reached_COMPLETED: { at: '4' } },
    });
  });

  it.each<[string, readonly object[], object]>([
    ['from undefined to PAID', [], { ...paid, reached_CREATED: undefined }],
    ['from CREATED to PAID', [created], { ...paid, reached_PROCESSING: undefined }],
    ['from PAID to PROCESSING', [created, processing, paid], { ...paid, status: 'PROCESSING' }],
    ['has no time at which it came to be CANCELLED', [created], { ...created, status: 'CANCELLED' }],
    ['had reached CREATED by', [created], { ...processing, reached_CREATED: { at: '1', cause: 'f' } }],
    ['had reached CREATED by', [created], { ...processing, reached_CREATED: undefined }],
    ['The amount of order o was 5, is 6', [created], { ...processing, amount: 6 }],
    ['with 0 of 1 lines reserved', [created], { ...processing, reserved: undefined }],
    ['with 1 of 1 lines reserved', [created], { ...processing, rejected: new Set(['B']) }],
  ])('objects: %s', (message, before, item) => {
    const world = started(...before);
    expect(() => world.put('orders', item)).toThrow(message);
  });

  it('is content with repairs that take turns, and begin again with each step', () => {
    const due = { ...created, due_at: '1' };
    const repaired = { ...due, due_at: '2', repairs: 1 };
    started(
      due,
      repaired,
      { ...repaired, reserved: new Set(['A']) },
      { ...repaired, due_at: '3', repairs: 2 },
      processing,
    );
  });

  it.each([
    { ...created, due_at: '2', repairs: 2 },
    { ...created, due_at: '3', repairs: 1 },
  ])('objects to repairs that are out of turn: %j', (item) => {
    const world = started({ ...created, due_at: '1' }, { ...created, due_at: '1', repairs: 1 });
    world.put('orders', { ...created, due_at: '2', repairs: 2 });
    expect(() => world.put('orders', { ...item, due_at: '4' })).toThrow('was repaired 2 times');
  });

  it('objects to a record that is deleted; a provisional order may go', () => {
    const world = started({ ...created, expires_at: 1 });
    world.remove('orders', { order_id: 'o', part: 'ORDER' });
    world.put('orders', created);
    expect(() => world.remove('orders', { order_id: 'o', part: 'ORDER' })).toThrow('was deleted');
  });
});
