import type { OrdersAuditEvent } from '../../schemas/generated/types.ts';
import * as contracts from '../../schemas/generated/validators.js';
import { acceptingFor } from '../shared/runtime/idioms/accepting.ts';
import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import { sha256 } from './digest.node.ts';
import type { Fact } from './domain.ts';
import { publish } from './publish.ts';

/** `audit/publish`. It needs no means: what it says is in what it hears. */
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
