import type { AuditRecorded } from '../../../schemas/generated/types.ts';
import { ordersAuditValidators } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import { transition } from '../../shared/runtime/idioms/transition.ts';
import { sha256 } from '../store/digest.node.ts';
import { dynamodbAudit } from '../store/store.dynamodb.ts';
import type { RecordEnvironment } from './record.env.ts';
import { record } from './record.ts';

/** `audit/record`. */
export const recordConsumer = ({
  client,
  environment,
}: Dependencies<RecordEnvironment>): KafkaConsumer<AuditRecorded, never> => ({
  accept: acceptingFor('audit/record', ordersAuditValidators),
  idiom: transition(record({ store: dynamodbAudit(client, environment.AUDIT_TABLE), digest: sha256 })),
  emits: {},
  bookkeeping: true,
});
