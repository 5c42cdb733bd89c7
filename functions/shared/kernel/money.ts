import { err, ok, type Result } from './result.ts';

/** An amount in the minor unit of its ISO 4217 currency: 1234 GBP is £12.34, 1234 JPY is ¥1234. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export type MoneyError = 'not-an-integer' | 'out-of-range' | 'currency-mismatch';

/** ISO 4217 minor-unit exponents that are not 2. */
const exponents: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** Decimal places of the currency's minor unit. */
const minorUnitExponent = (currency: string): number => exponents[currency] ?? 2;

const checked = (amount: number, currency: string): Result<Money, MoneyError> => {
  if (Number.isSafeInteger(amount)) return ok({ amount, currency });
  return err(Number.isInteger(amount) ? 'out-of-range' : 'not-an-integer');
};

export const money = (amount: number, currency: string): Result<Money, MoneyError> => checked(amount, currency);

/** Beyond 2^53 − 1 minor units arithmetic would round: refused rather than wrong. */
export const add = (a: Money, b: Money): Result<Money, MoneyError> =>
  a.currency === b.currency ? checked(a.amount + b.amount, a.currency) : err('currency-mismatch');

export const multiply = (unit: Money, quantity: number): Result<Money, MoneyError> =>
  Number.isSafeInteger(quantity) ? checked(unit.amount * quantity, unit.currency) : err('not-an-integer');

/** For people: `12.34 GBP`, `1234 JPY`, `-0.05 EUR`. */
export const formatMoney = ({ amount, currency }: Money): string => {
  const exponent = minorUnitExponent(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
};
