import { describe, expect, it } from 'vitest';
import type { OrdersApi } from '../../../bin/client/orders-api.ts';
import { placeFirstOrder } from '../../../bin/first-order.ts';
import type { OrderStatus } from '../../../schemas/generated/types.ts';

/** Orders that go through these states, one at each poll. */
const ordersIn = (...states: readonly OrderStatus['status'][]): Pick<OrdersApi, 'place' | 'status'> => {
  const left = [...states];
  const order = { order_id: 'o', status: 'CREATED', amount: 510, currency: 'GBP', created_at: '' } as const;
  return {
    place: async () => ({ order, replayed: false, milliseconds: 1 }),
    status: async (order_id) => ({ order_id, status: left.shift() ?? 'CREATED', timestamps: {} }) as OrderStatus,
  };
};

describe('the first order', () => {
  it('is waited for until it is paid', async () => {
    expect(await placeFirstOrder(ordersIn('CREATED', 'PROCESSING', 'PAID'))).toMatchObject({
      order_id: 'o',
      status: 'PAID',
    });
  });

  it.each(['CANCELLED', 'PAYMENT_FAILED'] as const)('that is %s is reported', async (state) => {
    await expect(placeFirstOrder(ordersIn('CREATED', state))).rejects.toThrow(`is ${state} and not paid`);
  });
});
