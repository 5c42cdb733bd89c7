import { readFileSync } from 'node:fs';
import type { NotifiedEvent, NotifiedEventType } from '../../functions/notification/model/rules-domain.ts';
import { eventId, orderId } from '../../functions/shared/kernel/ids.ts';

const files: Readonly<Record<NotifiedEventType, string>> = {
  ORDER_CREATED: 'orders.created/order-created',
  ORDER_CANCELLED: 'orders.created/order-cancelled',
  ORDER_SHIPPED: 'orders.created/order-shipped',
  ORDER_COMPLETED: 'orders.created/order-completed',
  ORDER_PAID: 'payments.completed/order-paid',
  PAYMENT_FAILED: 'payments.completed/payment-failed',
  PAYMENT_REFUNDED: 'payments.completed/payment-refunded',
  STOCK_RESERVED: 'inventory.updated/stock-reserved',
};

export const notifiedTypes = Object.keys(files) as readonly NotifiedEventType[];

const contact = { user_id: 'ada', email: 'ada@customers.example', phone: '+35312345678' };

/** An event of an order whose user has an address on all channels. */
export const notifiedEvent = (type: NotifiedEventType, name = 'one', changes: object = {}): NotifiedEvent => {
  const example: NotifiedEvent = JSON.parse(
    readFileSync(new URL(`../../schemas/examples/${files[type]}.json`, import.meta.url), 'utf8'),
  );
  const order_id = orderId('test', name);
  const stock = type === 'STOCK_RESERVED';
  return {
    ...example,
    order_id,
    event_id: eventId(order_id, type),
    ...(stock ? { available: 0 } : contact),
    ...changes,
  };
};
