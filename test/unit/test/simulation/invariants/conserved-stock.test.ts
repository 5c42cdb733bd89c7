import { describe, expect, it } from 'vitest';
import { conservedStock } from '../../../../simulation/invariants/conserved-stock.ts';
import { eventLike, orderId as order_id, SmallWorld } from './small-world.ts';

const sku = 'A';
const created = eventLike('ORDER_CREATED', { line_items: [{ sku, qty: 2, unit_price: 5 }] });
const command = eventLike('ADJUST', { sku });
const { reservation_id } = command;
const adjusted = eventLike('STOCK_ADJUSTED', { sku, reservation_id, state: 'ADJUSTED', delta: 5 });
const refused = eventLike('STOCK_ADJUSTED', { sku, reservation_id: order_id, state: 'REFUSED', delta: 0 }, 'refused');
const stock = { sku, available: 3, reserved: 0, sold: 2, adjusted: 5 };

const ended = (item: object | undefined, status = 'PAID'): SmallWorld => {
  const world = new SmallWorld(conservedStock());
  for (const event of [created, command, adjusted, refused]) world.emit(event);
  world.put('orders', { order_id, part: 'ORDER', status });
  if (item !== undefined) world.put('stock', item);
  return world;
};

describe('what must hold of the stock in the end', () => {
  it('is content where paid orders have what is not available', () => {
    ended(stock).end();
    ended({ ...stock, available: 5, sold: 0 }, 'CANCELLED').end();
  });

  it.each<[string, SmallWorld]>([
    ['was adjusted by 6, emitted is 5', ended({ ...stock, available: 4, adjusted: 6 })],
    ['1 of A are still reserved', ended({ ...stock, available: 2, reserved: 1 })],
    ['2 of A are sold, paid orders have 0', ended(stock, 'CANCELLED')],
    ['0 of A are sold, paid orders have 2', ended({ ...stock, available: 5, sold: 0 })],
    ['4 of A are available', ended({ ...stock, available: 4 })],
    ['of which there is no stock', ended(undefined)],
  ])('objects: %s', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });

  it('objects to an adjustment that was never decided', () => {
    const world = ended(stock);
    world.emit(eventLike('ADJUST', { sku, reservation_id: '22db57f0-8b40-54ba-b393-21d3b059886c' }, 'other'));
    expect(() => world.end()).toThrow('was never decided');
  });
});
