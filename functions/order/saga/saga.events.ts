import * as validate from '../../../schemas/generated/validators.js';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';

/** Accepted events of `order/saga`. */
export const sagaAccepts = acceptingFor('order/saga', {
  ORDER_CREATED: validate.validateOrderCreated,
  ORDER_CANCEL_REQUESTED: validate.validateOrderCancelRequested,
  ORDER_SHIP_REQUESTED: validate.validateOrderShipRequested,
  ORDER_COMPLETE_REQUESTED: validate.validateOrderCompleteRequested,
  STOCK_RESERVED: validate.validateStockReserved,
  STOCK_REJECTED: validate.validateStockRejected,
  ORDER_PAID: validate.validateOrderPaid,
  PAYMENT_FAILED: validate.validatePaymentFailed,
  PAYMENT_REFUNDED: validate.validatePaymentRefunded,
});

/** Emitted events of `order/saga`. */
export const sagaEmits = {
  ORDER_PROCESSING: validate.validateOrderProcessing,
  ORDER_CANCELLED: validate.validateOrderCancelled,
  ORDER_SHIPPED: validate.validateOrderShipped,
  ORDER_COMPLETED: validate.validateOrderCompleted,
};
