import type { AuditRecorded } from '../../schemas/generated/types.ts';
import { ordersAuditValidators } from '../../schemas/generated/validators.js';
import { acceptingFor } from '../shared/runtime/idioms/accepting.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { sha256 } from './digest.node.ts';
import type { RecordEnvironment } from './record.env.ts';
import { record } from './record.ts';
import { dynamodbAudit } from './store.dynamodb.ts';

/** `audit/record`. */
export const recordConsumer = ({
  client,
  environment,
}: Wiring<RecordEnvironment>): KafkaConsumer<AuditRecorded, never> => ({
  accept: acceptingFor('audit/record', ordersAuditValidators),
  idiom: transition(record({ store: dynamodbAudit(client, environment.AUDIT_TABLE), digest: sha256 })),
  emits: {},
  bookkeeping: true,
});
