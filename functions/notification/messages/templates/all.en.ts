import type { Texts } from '../templates.ts';
import { orderCancelled } from './order-cancelled.email.en.ts';
import { orderCompleted } from './order-completed.email.en.ts';
import { orderPaid } from './order-paid.email.en.ts';
import { orderReceived } from './order-received.email.en.ts';
import { orderShipped } from './order-shipped.email.en.ts';
import { orderShipped as orderShippedMessage } from './order-shipped.sms.en.ts';
import { paymentFailed } from './payment-failed.email.en.ts';
import { paymentFailed as paymentFailedMessage } from './payment-failed.sms.en.ts';
import { paymentRefunded } from './payment-refunded.email.en.ts';
import { stockOut } from './stock-out.email.en.ts';

export const english: Texts = {
  language: 'en',
  footer: 'This message was sent to you because of an order. Please do not answer it.',
  email: {
    'order-cancelled': orderCancelled,
    'order-completed': orderCompleted,
    'order-paid': orderPaid,
    'order-received': orderReceived,
    'order-shipped': orderShipped,
    'payment-failed': paymentFailed,
    'payment-refunded': paymentRefunded,
    'stock-out': stockOut,
  },
  sms: {
    'order-shipped': orderShippedMessage,
    'payment-failed': paymentFailedMessage,
  },
};
