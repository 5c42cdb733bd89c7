import { describe, expect, it } from 'vitest';
import { gatewayBooks } from '../../../../simulation/invariants/gateway-books.ts';
import { SmallWorld } from './small-world.ts';

const order = { order_id: 'o', part: 'ORDER', amount: 5, reached_PROCESSING: {} };
const charge = { idempotency_key: 'c', order_id: 'o', amount: 5, outcome: 'approved' };
const refund = { idempotency_key: 'r', order_id: 'o', amount: 5, outcome: 'refunded', charge_key: 'c' };

const started = (...items: readonly object[]): SmallWorld => {
  const world = new SmallWorld(gatewayBooks());
  world.put('orders', order);
  for (const item of items) world.put('gateway', item);
  return world;
};

describe('what must hold of the books of the gateway', () => {
  it('is content with one charge and its refund, with declines, and with notes', () => {
    const note = { idempotency_key: 'attempts:c', attempts: 1 };
    started(note, { ...note, attempts: 2 }, { ...charge, idempotency_key: 'd', outcome: 'declined' }, charge, refund);
  });

  it.each<[string, readonly object[], object]>([
    ['was charged twice', [charge], { ...charge, idempotency_key: 'd' }],
    ['of 5 was charged 6', [], { ...charge, amount: 6 }],
    ['of undefined was charged 5', [], { ...charge, order_id: 'p' }],
    ['was changed', [charge], charge],
    ['a charge that it does not have', [], refund],
    ['a charge that it does not have', [charge], { ...refund, charge_key: 'd' }],
    ['was charged 5, given back 4', [charge], { ...refund, amount: 4 }],
    ['given back its charge twice', [charge, refund], { ...refund, idempotency_key: 's' }],
  ])('objects: %s', (message, before, item) => {
    const world = started(...before);
    expect(() => world.put('gateway', item)).toThrow(message);
  });

  it('objects to a charge for an order whose lines are not reserved', () => {
    const world = started();
    world.put('orders', { ...order, reached_PROCESSING: undefined });
    expect(() => world.put('gateway', charge)).toThrow('before its lines were reserved');
  });
});
