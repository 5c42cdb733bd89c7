import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrderMix, orderMaker } from '../../../../bin/load/load-orders.ts';
import { loadSkus } from '../../../../bin/load/load-skus.ts';
import { randomOf } from '../../../../bin/load/random.ts';
import { validatePlaceOrderRequest } from '../../../../schemas/generated/validators.js';

const mix = (changed: Partial<OrderMix> = {}): OrderMix => ({
  skus: loadSkus(20),
  lines: 3,
  currency: 'GBP',
  users: ['u-1', 'u-2'],
  email: true,
  ...changed,
});
const orders = (of: OrderMix, count: number, seed = 1) => {
  const make = orderMaker(of, randomOf(seed));
  return Array.from({ length: count }, (_, index) => make(index));
};

describe('the orders of a load', () => {
  it('meet the contract and have as many different SKUs as lines', () => {
    const shape = fc.record({
      lines: fc.integer({ min: 1, max: 19 }),
      hotSku: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ lines, hotSku, seed }) => {
        for (const order of orders(mix({ lines, ...(hotSku !== undefined && { hotSku }) }), 5, seed)) {
          expect(validatePlaceOrderRequest(order)).toBeNull();
          expect(new Set(order.items.map(({ sku }) => sku)).size).toBe(lines);
        }
      }),
    );
  });

  it('share the hot SKU as often as asked, and no other way', () => {
    const share = (hotSku: number) =>
      orders(mix({ hotSku }), 4_000).filter(({ items }) => items.some(({ sku }) => sku === 'load-00000')).length /
      4_000;
    expect(share(1)).toBe(1);
    expect(share(0)).toBe(0);
    expect(share(0.3)).toBeCloseTo(0.3, 1);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(orders(mix(), 5, 7)).toEqual(orders(mix(), 5, 7));
    expect(orders(mix(), 5, 7)).not.toEqual(orders(mix(), 5, 8));
  });

  it('name no user where clients are users', () => {
    expect(orders(mix({ users: undefined, email: false }), 1)[0]).not.toHaveProperty('user_id');
  });
});
