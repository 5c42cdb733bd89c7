import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromStripe, toStripe } from '../../../../../../functions/payment/gateway/stripe/stripe-amount.ts';

describe('an amount for Stripe', () => {
  it.each<[number, string, number | undefined]>([
    [1_000, 'EUR', 1_000],
    [500, 'JPY', 500],
    [5, 'ISK', 500],
    [5, 'UGX', 500],
    [500, 'MGA', 5],
    [501, 'MGA', undefined],
    [5_120, 'KWD', 5_120],
    [5_124, 'KWD', undefined],
  ])('of %i %s is %s', (amount, currency, expected) => {
    expect(toStripe(amount, currency)).toBe(expected);
  });

  it('converts back to the same amount', () => {
    const currencies = fc.constantFrom('EUR', 'JPY', 'ISK', 'UGX', 'MGA', 'KWD', 'TND');
    fc.assert(
      fc.property(fc.nat(), currencies, (amount, currency) => {
        const stripe = toStripe(amount, currency);
        fc.pre(stripe !== undefined);
        expect(fromStripe(stripe, currency.toLowerCase())).toEqual({ amount, currency });
      }),
    );
  });
});
