import { describe, expect, it } from 'vitest';
import { adjustments } from '../../../bin/client/adjustments.ts';
import { UsageError } from '../../../bin/client/usage-error.ts';
import { assertKnown, assertSettable } from '../../../bin/stock/assert-settable.ts';

const run = 'a1b2c3d4-0000-4000-8000-000000000001';

describe('adjustments', () => {
  it('are the difference to what there is', () => {
    const levels = new Map(Object.entries({ A: 5, B: 5, C: 5 }));
    const commands = adjustments(run, levels, new Map(Object.entries({ A: 7, B: 5 })));
    expect(commands.map(({ sku, qty }) => [sku, qty])).toEqual([
      ['A', -2],
      ['C', 5],
    ]);
  });

  it.each([
    ['a SKU that is none', '85123/A', 5, 0, '"85123/A": /sku is written differently'],
    ['too many units', 'A', 2_000_000_000, 0, '"A": /qty must be <= 1000000000'],
    ['units of another kind', 'A', 0.5, 0, '"A": /qty must be integer'],
    ['too many units to take away', 'A', 0, 1_500_000_000, '"A": /qty must be >= -1000000000'],
  ])('are refused with %s, before one of them is sent', (_, sku, level, there, message) => {
    const levels = new Map([
      ['B', 1],
      [sku, level],
    ]);
    const making = () => adjustments(run, levels, new Map([[sku, there]]));
    expect(making).toThrow(UsageError);
    expect(making).toThrow(message);
  });
});

describe('a file of stock levels', () => {
  const levels = new Map(Object.entries({ A: 5, B: 5 }));
  const known = { priced: new Set(['A', 'B']), stock: new Map([['A', 7]]) };
  const never = { overwrite: false, new: false };

  it('is set where nothing is replaced', () => {
    assertSettable(new Map([['B', 5]]), known, never);
    assertSettable(new Map([['A', 7]]), known, never);
  });

  it('replaces a stock with leave alone', () => {
    expect(() => assertSettable(levels, known, { ...never, new: true })).toThrow(
      new UsageError('the platform has a stock already of A (7, to be 5); --overwrite replaces it'),
    );
    assertSettable(levels, known, { ...never, overwrite: true });
  });

  it('sets SKUs that are unknown with leave alone', () => {
    const mistyped = new Map(['C', 'D', 'E', 'F', 'G', 'H', 'I'].map((sku) => [sku, 1]));
    expect(() => assertSettable(mistyped, known, { ...never, overwrite: true })).toThrow(
      new UsageError('C, D, E, F, G and 2 more: no such SKU, by price or by stock; --new gives it a stock'),
    );
    assertSettable(mistyped, known, { ...never, new: true });
  });

  it('knows a SKU by its price or by its stock', () => {
    assertKnown(['A', 'B', 'C'], { priced: new Set(['A', 'B']), stock: new Map([['C', 0]]) });
  });
});
