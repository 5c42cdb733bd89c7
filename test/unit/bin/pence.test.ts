import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { penceOf } from '../../../bin/retail/pence.ts';

describe('pence of a decimal number of pounds', () => {
  it.each([
    ['1.005', 101],
    ['1.004999999999999999999', 100],
    ['8.165', 817],
    ['0.285', 29],
    ['2.5', 250],
    ['18', 1800],
    ['0.0', 0],
    ['0.001', 0],
    ['-11062.06', -1106206],
    ['-0.001', 0],
    ['+1.00', 100],
  ])('of %s are %d', (pounds, pence) => {
    expect(penceOf(pounds)).toBe(pence);
  });

  it.each(['', '.5', '5.', '1,5', '1e3', '0x10', 'NaN', '£1', '1.2.3', ' 1', '90071992547409.92'])(
    'are none of %j',
    (pounds) => {
      expect(penceOf(pounds)).toBeUndefined();
    },
  );

  it('are exact, half a penny rounded up in size, whatever the digits', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), digits, (whole, fraction) => {
        const scale = 10n ** BigInt(fraction.length);
        const exact = BigInt(whole) * scale + BigInt(fraction || '0');
        const rounded = Number((exact * 200n + scale) / (2n * scale));
        expect(penceOf(fraction === '' ? `${whole}` : `${whole}.${fraction}`)).toBe(rounded);
      }),
    );
  });
});
