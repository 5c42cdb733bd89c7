import * as contracts from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { dynamodbReservations } from './reservations.dynamodb.ts';
import type { RouterEnvironment } from './router.env.ts';
import { router } from './router.ts';

const environment = readEnvironment<RouterEnvironment>({ RESERVATIONS_TABLE: true });

export const handler = kafkaHandler({
  environment,
  accept: accepting({
    ORDER_CREATED: contracts.validateOrderCreated,
    ORDER_CANCELLED: contracts.validateOrderCancelled,
    ORDER_PAID: contracts.validateOrderPaid,
    PAYMENT_FAILED: contracts.validatePaymentFailed,
  }),
  idiom: transition(router(dynamodbReservations(documentClient(), environment.RESERVATIONS_TABLE))),
  emits: contracts.inventoryCommandsValidators,
});
