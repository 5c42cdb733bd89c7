import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, formatMoney, money, multiply } from '../../../../../functions/shared/kernel/money.ts';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });

describe('money', () => {
  it('is whole minor units within the safe integers', () => {
    expect(money(1234, 'GBP')).toEqual({ ok: true, value: gbp(1234) });
    expect(money(12.5, 'GBP')).toEqual({ ok: false, error: 'not-an-integer' });
    expect(money(2 ** 53, 'GBP')).toEqual({ ok: false, error: 'out-of-range' });
  });

  it('rejects a sum or product that arithmetic would round', () => {
    expect(add(gbp(Number.MAX_SAFE_INTEGER), gbp(1))).toEqual({ ok: false, error: 'out-of-range' });
    expect(multiply(gbp(Number.MAX_SAFE_INTEGER), 2)).toEqual({ ok: false, error: 'out-of-range' });
    expect(multiply(gbp(100), 0.5)).toEqual({ ok: false, error: 'not-an-integer' });
  });

  it('does not add two currencies', () => {
    expect(add(gbp(1), { amount: 1, currency: 'EUR' })).toEqual({ ok: false, error: 'currency-mismatch' });
  });

  it('equals exact arithmetic or fails', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 1_000_000 }), (amount, quantity) => {
        const exact = BigInt(amount) * BigInt(quantity);
        const product = multiply(gbp(amount), quantity);
        const safe = exact >= BigInt(Number.MIN_SAFE_INTEGER) && exact <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(product.ok).toBe(safe);
        if (product.ok) expect(BigInt(product.value.amount)).toBe(exact);
      }),
    );
  });

  it.each([
    [1234, 'GBP', '12.34 GBP'],
    [5, 'EUR', '0.05 EUR'],
    [-5, 'EUR', '-0.05 EUR'],
    [1234, 'JPY', '1234 JPY'],
    [1234, 'KWD', '1.234 KWD'],
    [0, 'CLF', '0.0000 CLF'],
  ])('formats %d %s as %s', (amount, currency, text) => {
    expect(formatMoney({ amount, currency })).toBe(text);
  });
});
