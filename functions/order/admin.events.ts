import * as validate from '../../schemas/generated/validators.js';

/** What operators make the service say: what they ask of an order, and what it stands on. */
export const adminEmits = {
  ORDER_CREATED: validate.validateOrderCreated,
  ORDER_PROCESSING: validate.validateOrderProcessing,
  ORDER_SHIPPED: validate.validateOrderShipped,
  ORDER_CANCEL_REQUESTED: validate.validateOrderCancelRequested,
  ORDER_SHIP_REQUESTED: validate.validateOrderShipRequested,
  ORDER_COMPLETE_REQUESTED: validate.validateOrderCompleteRequested,
};
