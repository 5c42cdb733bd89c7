import type { OrderState } from './generated/types.ts';

/** How far an order has come: where two rows have a status of one order, the further one counts. */
export const orderProgress: Readonly<Record<OrderState, number>> = {
  ...{ CREATED: 0, PROCESSING: 1, PAID: 2, SHIPPED: 3, COMPLETED: 4, PAYMENT_FAILED: 5, CANCELLED: 6 },
};
