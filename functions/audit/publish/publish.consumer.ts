import type { OrdersAuditEvent } from '../../../schemas/generated/types.ts';
import * as contracts from '../../../schemas/generated/validators.js';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import type { Fact } from '../model/domain.ts';
import { sha256 } from '../store/digest.node.ts';
import { publish } from './publish.ts';

/** `audit/publish`. Stateless: the output is a function of the input record. */
export const publishConsumer = (): KafkaConsumer<Fact, OrdersAuditEvent['type']> => ({
  accept: acceptingFor('audit/publish', {
    ...contracts.ordersCreatedValidators,
    ...contracts.paymentsCompletedValidators,
    ...contracts.inventoryUpdatedValidators,
    ...contracts.notificationsEventsValidators,
  }),
  idiom: publish(sha256),
  emits: contracts.ordersAuditValidators,
  bookkeeping: true,
});
