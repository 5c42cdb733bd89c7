import * as validate from '../../../schemas/generated/validators.js';

/** Events that the sweep or an operator re-emits, and operators' requests. */
export const pendingEventValidators = {
  ORDER_CREATED: validate.validateOrderCreated,
  ORDER_PROCESSING: validate.validateOrderProcessing,
  ORDER_SHIPPED: validate.validateOrderShipped,
  ORDER_CANCELLED: validate.validateOrderCancelled,
  ORDER_CANCEL_REQUESTED: validate.validateOrderCancelRequested,
  ORDER_SHIP_REQUESTED: validate.validateOrderShipRequested,
  ORDER_COMPLETE_REQUESTED: validate.validateOrderCompleteRequested,
};
