import * as validators from '../../schemas/generated/validators.js';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { measured, tally } from './counts.powertools.ts';
import { notificationPorts } from './ports.aws.ts';
import { send } from './send.ts';

const { count, taken } = tally();
const { environment, ports } = notificationPorts(count);

export const handler = kafkaHandler({
  environment,
  accept: accepting({
    ORDER_CREATED: validators.validateOrderCreated,
    ORDER_CANCELLED: validators.validateOrderCancelled,
    ORDER_SHIPPED: validators.validateOrderShipped,
    ORDER_COMPLETED: validators.validateOrderCompleted,
    ...validators.paymentsCompletedValidators,
    STOCK_RESERVED: validators.validateStockReserved,
  }),
  idiom: measured(send(ports), taken),
  emits: validators.notificationsEventsValidators,
});
