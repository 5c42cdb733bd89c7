import { describe, expect, it } from 'vitest';
import { currencyCodes, isCurrency, minorUnitExponent } from '../../../../../functions/shared/kernel/currencies.ts';
import { formatMoney } from '../../../../../functions/shared/kernel/money.ts';

/** Customary decimal places (CLDR). */
const customary = (currency: string): number | undefined =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;

/** Codes for which CLDR differs from ISO 4217: prices are customarily written without the standard's minor unit. */
const otherwise = {
  ...Object.fromEntries(
    'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'.split(' ').map((code) => [code, 2]),
  ),
  IQD: 3,
};

describe('the currencies of ISO 4217', () => {
  it('include all currencies in use by CLDR', () => {
    expect(currencyCodes.length).toBeGreaterThan(165);
    expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
    expect(currencyCodes.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(['EUR', 'HUF', 'JPY', 'KWD'].every(isCurrency)).toBe(true);
    expect(['XXX', 'XAU', 'ABC', 'eur', ''].some(isCurrency)).toBe(false);
  });

  it('have the minor units of CLDR except for seventeen', () => {
    expect(Object.keys(otherwise)).toHaveLength(17);
    const differ = currencyCodes.filter((code) => minorUnitExponent(code) !== customary(code));
    // Independent of changes in Node's data: no other code may differ from them.
    expect(differ.filter((code) => !(code in otherwise))).toEqual([]);
    expect(Object.keys(otherwise).map((code) => [code, minorUnitExponent(code)])).toEqual(Object.entries(otherwise));
  });

  it.each(currencyCodes)('format 1,234,567 minor units of %s with its decimal places', (currency) => {
    const places = { 0: '1234567', 2: '12345.67', 3: '1234.567', 4: '123.4567' }[minorUnitExponent(currency)];
    expect(formatMoney({ amount: 1_234_567, currency })).toBe(`${places} ${currency}`);
    expect(formatMoney({ amount: -1, currency })).toMatch(/^-(0\.0*)?1 /);
  });
});
