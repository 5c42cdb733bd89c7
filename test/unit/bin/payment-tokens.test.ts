import { expect, it } from 'vitest';
import { gatewayFaults } from '../../../bin/retail/payment-tokens.ts';

it('lets a twentieth each be declined, answered too late and fail at first; half of the late ones are charged', () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < 400; index += 1) {
    const name = gatewayFaults(index).replace(/_(insufficient_funds|\d+)$/, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({
    tok_approve: 340,
    tok_decline: 20,
    tok_timeout: 10,
    tok_timeout_charged: 10,
    tok_flaky: 20,
  });
});
