import { describe, expect, it } from 'vitest';
import { linkTo, placeOf } from '../../../../console/app/place.ts';

describe('a place in the console', () => {
  it.each([
    ['', { page: '', args: [] }],
    ['#/', { page: '', args: [] }],
    ['#/orders', { page: 'orders', args: [] }],
    ['#/stock/85123A', { page: 'stock', args: ['85123A'] }],
    ['#/stock/', { page: 'stock', args: [] }],
    ['#/stock/%zz', { page: 'stock', args: ['%zz'] }],
  ])('is read from %j', (fragment, place) => {
    expect(placeOf(fragment)).toEqual(place);
  });

  it('comes back from its link', () => {
    const args = ['a/b', 'ö#?%', 'x y'];
    expect(placeOf(linkTo('stock', ...args))).toEqual({ page: 'stock', args });
  });
});
