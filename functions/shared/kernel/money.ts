import type { Count } from './count.ts';
import { minorUnitExponent } from './currencies.ts';
import { err, ok, type Result } from './result.ts';

/** An amount in the minor unit of its ISO 4217 currency: 1234 GBP is £12.34, 1234 JPY is ¥1234. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export type MoneyError = 'not-an-integer' | 'out-of-range' | 'currency-mismatch';

const checked = (amount: number, currency: string): Result<Money, MoneyError> => {
  if (Number.isSafeInteger(amount)) return ok({ amount, currency });
  return err(Number.isInteger(amount) ? 'out-of-range' : 'not-an-integer');
};

export const money = (amount: number, currency: string): Result<Money, MoneyError> => checked(amount, currency);

/** Fails beyond 2^53 − 1 minor units, where arithmetic would round. */
export const add = (a: Money, b: Money): Result<Money, MoneyError> =>
  a.currency === b.currency ? checked(a.amount + b.amount, a.currency) : err('currency-mismatch');

export const multiply = (unit: Money, quantity: number): Result<Money, MoneyError> =>
  Number.isSafeInteger(quantity) ? checked(unit.amount * quantity, unit.currency) : err('not-an-integer');

/** A sum of many amounts may exceed the safe integers. */
interface Sum {
  readonly amount: Count;
  readonly currency: string;
}

/** Human-readable, by the minor units of ISO 4217: `12.34 GBP`, `1234 JPY`, `-0.05 EUR`. */
export const formatMoney = ({ amount, currency }: Sum): string => {
  const exponent = minorUnitExponent(currency);
  const digits = String(amount < 0 ? -amount : amount).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
};
