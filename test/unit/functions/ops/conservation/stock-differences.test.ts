import { expect, it } from 'vitest';
import { stockDifferences } from '../../../../../functions/ops/conservation/stock-differences-domain.ts';

const stock = (available: number, reserved: number, sold: number, adjusted: number) => ({
  ...{ sku: 'A', available, reserved, sold, adjusted, version: 9 },
});

it.each([
  [stock(5, 2, 3, 10), []],
  [stock(5, 2, 4, 10), [{ sku: 'A', kind: 'UNITS_DIFFER', adjusted: 10, counted: 11 }]],
  [stock(5, 2, 2, 10), [{ sku: 'A', kind: 'UNITS_DIFFER', adjusted: 10, counted: 9 }]],
  [stock(11, -1, 0, 10), [{ sku: 'A', kind: 'NEGATIVE', adjusted: 10, counted: 10 }]],
])('a stock of %o differs by %o', (entry, differences) => {
  expect(stockDifferences([entry])).toEqual(differences);
});
