import * as contracts from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { dynamodbHolds } from './holds.dynamodb.ts';
import type { RouterEnvironment } from './router.env.ts';
import { router } from './router.ts';

const environment = readEnvironment<RouterEnvironment>({ HOLDS_TABLE: true, HOLD_SECONDS: true });
const holds = dynamodbHolds(documentClient(), environment.HOLDS_TABLE);

export const handler = kafkaHandler({
  environment,
  accept: accepting({
    ORDER_CREATED: contracts.validateOrderCreated,
    ORDER_CANCELLED: contracts.validateOrderCancelled,
    ORDER_PAID: contracts.validateOrderPaid,
    PAYMENT_FAILED: contracts.validatePaymentFailed,
  }),
  idiom: transition(router({ holds, clock, holdSeconds: Number(environment.HOLD_SECONDS) })),
  emits: contracts.inventoryCommandsValidators,
});
