import type { Texts } from '../templates.ts';
import { orderCancelled } from './order-cancelled.email.de.ts';
import { orderCompleted } from './order-completed.email.de.ts';
import { orderPaid } from './order-paid.email.de.ts';
import { orderReceived } from './order-received.email.de.ts';
import { orderShipped } from './order-shipped.email.de.ts';
import { orderShipped as orderShippedMessage } from './order-shipped.sms.de.ts';
import { paymentFailed } from './payment-failed.email.de.ts';
import { paymentFailed as paymentFailedMessage } from './payment-failed.sms.de.ts';
import { paymentRefunded } from './payment-refunded.email.de.ts';
import { stockOut } from './stock-out.email.de.ts';

export const german: Texts = {
  language: 'de',
  footer: 'Sie erhalten diese Nachricht wegen einer Bestellung. Bitte antworten Sie nicht darauf.',
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
