import type { OrderStatus } from '../schemas/generated/types.ts';
import type { OrdersApi } from './client/orders-api.ts';
import { sampleSku } from './sample-catalogue.ts';

const waitSeconds = 5;
const deadlineMs = 180_000;

/**
 * Places an order of the sample catalogue and waits until it is paid.
 * @throws {Error} it ended otherwise, or is not paid within three minutes.
 */
export const placeFirstOrder = async (orders: Pick<OrdersApi, 'place' | 'status'>): Promise<OrderStatus> => {
  const { order } = await orders.place(
    { user_id: 'ada', currency: 'GBP', items: [{ sku: sampleSku, qty: 2 }], payment_token: 'tok_approve' },
    'first-order',
  );
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const status = await orders.status(order.order_id, waitSeconds);
    if (status.status === 'PAID') return status;
    if (['CANCELLED', 'PAYMENT_FAILED'].includes(status.status) || Date.now() > deadline)
      throw new Error(`the first order, ${order.order_id}, is ${status.status} and not paid`);
  }
};
