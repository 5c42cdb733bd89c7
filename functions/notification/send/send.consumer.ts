import type { NotificationsEventsEvent } from '../../../schemas/generated/types.ts';
import * as validators from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import type { NotifiedEvent } from '../model/rules-domain.ts';
import type { SendEnvironment } from './send.env.ts';
import { type SendPorts, send } from './send.ts';
import { sendPorts } from './send-ports.dynamodb.ts';

/** `notification/send`. */
export const sendConsumer = (
  dependencies: Dependencies<SendEnvironment>,
  ports: Pick<SendPorts, 'provider' | 'count'>,
): KafkaConsumer<NotifiedEvent, NotificationsEventsEvent['type']> => ({
  accept: acceptingFor('notification/send', {
    ORDER_CREATED: validators.validateOrderCreated,
    ORDER_CANCELLED: validators.validateOrderCancelled,
    ORDER_SHIPPED: validators.validateOrderShipped,
    ORDER_COMPLETED: validators.validateOrderCompleted,
    ORDER_PAID: validators.validateOrderPaid,
    PAYMENT_FAILED: validators.validatePaymentFailed,
    PAYMENT_REFUNDED: validators.validatePaymentRefunded,
    STOCK_RESERVED: validators.validateStockReserved,
  }),
  idiom: send(sendPorts(dependencies, ports)),
  emits: validators.notificationsEventsValidators,
});
