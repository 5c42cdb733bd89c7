import { describe, expect, it } from 'vitest';
import { possibleActions } from '../../../../console/model/order-actions.ts';

describe('what can be done with an order', () => {
  it.each([
    ['CREATED', ['cancel', 'repair']],
    ['PROCESSING', ['cancel', 'repair']],
    ['PAID', ['ship', 'cancel']],
    ['SHIPPED', ['complete', 'repair']],
    ['COMPLETED', []],
    ['CANCELLED', ['repair']],
    ['PAYMENT_FAILED', []],
  ] as const)('in the state %s is %j', (state, actions) => {
    expect(possibleActions(state)).toEqual(actions);
  });
});
