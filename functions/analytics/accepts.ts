import {
  notificationsEventsValidators,
  paymentsCompletedValidators,
  validateOrderCancelled,
  validateOrderCompleted,
  validateOrderCreated,
  validateOrderProcessing,
  validateOrderShipped,
  validateStockRejected,
  validateStockReserved,
} from '../../schemas/generated/validators.js';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import type { Accept } from '../shared/runtime/idioms/batch.ts';
import type { CountedEvent } from './views-domain.ts';

/** The events that the views are made of; others of the topics are passed over. */
export const accepts: Accept<CountedEvent> = accepting({
  ORDER_CREATED: validateOrderCreated,
  ORDER_PROCESSING: validateOrderProcessing,
  ORDER_CANCELLED: validateOrderCancelled,
  ORDER_SHIPPED: validateOrderShipped,
  ORDER_COMPLETED: validateOrderCompleted,
  ...paymentsCompletedValidators,
  STOCK_RESERVED: validateStockReserved,
  STOCK_REJECTED: validateStockRejected,
  ...notificationsEventsValidators,
});
