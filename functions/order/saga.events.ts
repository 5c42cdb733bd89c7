import * as validate from '../../schemas/generated/validators.js';
import { accepting } from '../shared/runtime/idioms/accepting.ts';

/** What the saga listens to. */
export const sagaAccepts = accepting({
  ORDER_CREATED: validate.validateOrderCreated,
  STOCK_RESERVED: validate.validateStockReserved,
  STOCK_REJECTED: validate.validateStockRejected,
  ORDER_PAID: validate.validateOrderPaid,
  PAYMENT_FAILED: validate.validatePaymentFailed,
});

/** What the saga says. */
export const sagaEmits = {
  ORDER_PROCESSING: validate.validateOrderProcessing,
  ORDER_CANCELLED: validate.validateOrderCancelled,
};
