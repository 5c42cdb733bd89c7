import {
  notificationsEventsValidators,
  validateOrderCancelled,
  validateOrderCompleted,
  validateOrderCreated,
  validateOrderPaid,
  validateOrderProcessing,
  validateOrderShipped,
  validatePaymentFailed,
  validatePaymentRefunded,
  validateStockRejected,
  validateStockReserved,
} from '../../../schemas/generated/validators.js';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import type { Accept } from '../../shared/runtime/idioms/idiom.ts';
import type { CountedEvent } from './views-domain.ts';

/** The event types that the views count; skips other types of their topics. */
export const acceptCountedEvent: Accept<CountedEvent> = acceptingFor('analytics/project', {
  ORDER_CREATED: validateOrderCreated,
  ORDER_PROCESSING: validateOrderProcessing,
  ORDER_CANCELLED: validateOrderCancelled,
  ORDER_SHIPPED: validateOrderShipped,
  ORDER_COMPLETED: validateOrderCompleted,
  ORDER_PAID: validateOrderPaid,
  PAYMENT_FAILED: validatePaymentFailed,
  PAYMENT_REFUNDED: validatePaymentRefunded,
  STOCK_RESERVED: validateStockReserved,
  STOCK_REJECTED: validateStockRejected,
  ...notificationsEventsValidators,
});
