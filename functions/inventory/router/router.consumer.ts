import type { InventoryCommandsEvent } from '../../../schemas/generated/types.ts';
import * as contracts from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import { transition } from '../../shared/runtime/idioms/transition.ts';
import { dynamodbHolds } from './holds.dynamodb.ts';
import type { RouterEnvironment } from './router.env.ts';
import { type RoutedEvent, router } from './router.ts';

/** `inventory/router`. */
export const routerConsumer = ({
  client,
  clock,
  environment,
}: Dependencies<RouterEnvironment>): KafkaConsumer<RoutedEvent, InventoryCommandsEvent['type']> => {
  const holds = dynamodbHolds(client, environment.HOLDS_TABLE);
  return {
    accept: acceptingFor('inventory/router', {
      ORDER_CREATED: contracts.validateOrderCreated,
      ORDER_CANCELLED: contracts.validateOrderCancelled,
      ORDER_PAID: contracts.validateOrderPaid,
      PAYMENT_FAILED: contracts.validatePaymentFailed,
    }),
    idiom: transition(router({ holds, clock })),
    emits: contracts.inventoryCommandsValidators,
  };
};
