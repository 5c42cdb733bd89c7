import { describe, expect, it } from 'vitest';
import { pageItems } from '../../../../../functions/inventory/store/outcome-pages.dynamodb.ts';
import { stockBooks } from '../../../../simulation/invariants/stock-books.ts';
import { SmallWorld } from './small-world.ts';

const entry = (owner: string, state: string, qty: number, available: number) =>
  JSON.stringify([owner, state, qty, available, 0]);
const adjusted = entry('a', 'ADJUSTED', 5, 5);
const reserved = entry('o', 'RESERVED', 2, 3);
const at = '1970-01-01T00:00:00.000Z';
/** As its table has an adjustment: an item of its own. */
const keptAdjustment = { order_id: 'a', sku: 'A', state: 'ADJUSTED', qty: 5, version: 1, available: 5, at };
const keptReservation = {
  owner: 'o',
  sku: 'A',
  state: 'RESERVED',
  qty: 2,
  version: 2,
  available: 3,
  at,
  orderedAt: at,
} as const;
const first = { sku: 'A', available: 5, reserved: 0, sold: 0, adjusted: 5, version: 1, log: [adjusted] };
const second = { sku: 'A', available: 3, reserved: 2, sold: 0, adjusted: 5, version: 2, log: [adjusted, reserved] };

const started = (...items: readonly object[]): SmallWorld => {
  const world = new SmallWorld(stockBooks());
  for (const item of items) world.put('stock', item);
  return world;
};

describe('what must hold of the books of stock', () => {
  it('is content with outcomes that follow one another, and leave the log for the table', () => {
    const world = started(first, second);
    world.put('reservations', keptAdjustment);
    const third = entry('o', 'COMMITTED', 2, 3);
    world.put('stock', { ...second, reserved: 0, sold: 2, version: 3, log: [reserved, third] });
    for (const page of pageItems([keptReservation])) world.put('reservations', page);
    const fourth = entry('p', 'REJECTED', 9, 3);
    world.put('stock', { ...second, reserved: 0, sold: 2, version: 4, log: [third, fourth] });
  });

  it.each<[string, object]>([
    ['is negative', { ...second, available: -1, reserved: 6 }],
    ['are lost or made', { ...second, reserved: 1 }],
    ['went from version 1 to 1', { ...first }],
    ['went from version 1 to 3', { ...second, version: 3, log: [reserved] }],
    ['was changed into', { ...second, log: [entry('a', 'ADJUSTED', 4, 5), reserved] }],
    ['its last outcome has 3', { ...second, available: 2, reserved: 3 }],
    ['left the log before it was kept', { ...second, log: [reserved] }],
    [
      'is ADJUSTED twice',
      { ...first, available: 10, adjusted: 10, version: 2, log: [adjusted, entry('a', 'ADJUSTED', 5, 10)] },
    ],
  ])('objects: %s', (message, item) => {
    const world = started(first);
    expect(() => world.put('stock', item)).toThrow(message);
  });

  it('objects to a stock that is deleted', () => {
    expect(() => started(first).remove('stock', { sku: 'A' })).toThrow('was deleted');
  });

  it('objects to kept outcomes that change, go, or were never decided', () => {
    const world = started(first, second);
    world.put('reservations', keptAdjustment);
    expect(() => world.put('reservations', { ...keptAdjustment, version: 2 })).toThrow('The item a, A was');
    expect(() => world.put('reservations', { ...keptAdjustment, order_id: 'p' })).toThrow('was never decided');
    const [page = {}] = pageItems([{ ...keptReservation, state: 'REJECTED' }]);
    expect(() => world.put('reservations', page)).toThrow('was never decided');
    expect(() => world.remove('reservations', { order_id: 'a', sku: 'A' })).toThrow('was deleted');
  });
});
