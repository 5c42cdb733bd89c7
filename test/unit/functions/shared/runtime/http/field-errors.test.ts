import { describe, expect, it } from 'vitest';
import { fieldErrors } from '../../../../../../functions/shared/runtime/http/field-errors.ts';
import {
  validateAdjustStockRequest,
  validatePlaceOrderRequest,
  validateReplayDeadLettersRequest,
} from '../../../../../../schemas/generated/validators.js';

const order = {
  user_id: 'ada',
  currency: 'GBP',
  items: [{ sku: '85123A', qty: 1 }],
  payment_token: 'tok_approve',
};
const ofOrder = (changes: object) => {
  const body = { ...order, ...changes };
  return fieldErrors(validatePlaceOrderRequest(body) ?? [], body);
};

describe('a field error', () => {
  it.each([
    ['currency', 'eur', 'EUR'],
    ['user_id', 'Ada Lovelace', 'ada-1815'],
    ['phone', '087 1234567', '+35312345678'],
    ['payment_token', 'tok approve', 'tok_approve'],
    ['items', [{ sku: '85 123', qty: 1 }], '85123A'],
  ])('of %s contains an example instead of the pattern', (field, value, example) => {
    const errors = ofOrder({ [field]: value });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.detail).toBe(`is written differently, for example ${example}`);
  });

  it('of an e-mail address names its fault', () => {
    expect(ofOrder({ email: 'ada@bücher.example' })).toEqual([
      {
        pointer: '/email',
        detail: 'has an internationalised domain: send it in its ASCII form, ada@xn--bcher-kva.example',
      },
    ]);
    expect(ofOrder({ email: 'ada' })[0]?.detail).toBe('is no e-mail address, for example ada@example.com');
    expect(ofOrder({ email: 'ada@example' })[0]?.detail).toBe('is no e-mail address, for example ada@example.com');
  });

  it('of an enum lists its values', () => {
    const body = { topic: 'orders', letters: [{ partition: 0, offset: 0 }] };
    expect(fieldErrors(validateReplayDeadLettersRequest(body) ?? [], body)[0]?.detail).toMatch(
      /^is none of orders\.created, payments\.completed, /,
    );
  });

  it('of an excluded value reports the exclusion', () => {
    const body = { qty: 0 };
    expect(fieldErrors(validateAdjustStockRequest(body) ?? [], body)).toEqual([
      { pointer: '/qty', detail: 'has the one value that it must not have' },
    ]);
  });
});
