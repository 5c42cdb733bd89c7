import * as contracts from '../../schemas/generated/validators.js';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { sha256 } from './digest.node.ts';
import { publish } from './publish.ts';

export const handler = kafkaHandler({
  environment: readEnvironment({}),
  accept: accepting({
    ...contracts.ordersCreatedValidators,
    ...contracts.paymentsCompletedValidators,
    ...contracts.inventoryUpdatedValidators,
    ...contracts.notificationsEventsValidators,
  }),
  idiom: publish(sha256),
  emits: contracts.ordersAuditValidators,
  bookkeeping: true,
});
