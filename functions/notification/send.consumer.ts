import type { NotificationsEventsEvent } from '../../schemas/generated/types.ts';
import * as validators from '../../schemas/generated/validators.js';
import { acceptingFor } from '../shared/runtime/idioms/accepting.ts';
import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { ToldEvent } from './rules-domain.ts';
import type { SendEnvironment } from './send.env.ts';
import { type SendPorts, send } from './send.ts';
import { sendPorts } from './send-ports.dynamodb.ts';

/** `notification/send`. */
export const sendConsumer = (
  wiring: Wiring<SendEnvironment>,
  ports: Pick<SendPorts, 'provider' | 'count'>,
): KafkaConsumer<ToldEvent, NotificationsEventsEvent['type']> => ({
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
  idiom: send(sendPorts(wiring, ports)),
  emits: validators.notificationsEventsValidators,
});
