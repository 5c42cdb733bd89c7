import { ordersAuditValidators } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { transition } from '../shared/runtime/idioms/transition.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { sha256 } from './digest.node.ts';
import type { RecordEnvironment } from './record.env.ts';
import { record } from './record.ts';
import { dynamodbAudit } from './store.dynamodb.ts';

const environment = readEnvironment<RecordEnvironment>({ AUDIT_TABLE: true });
const store = dynamodbAudit(documentClient(), environment.AUDIT_TABLE);

export const handler = kafkaHandler({
  environment,
  accept: accepting(ordersAuditValidators),
  idiom: transition(record({ store, digest: sha256 })),
  emits: {},
  bookkeeping: true,
});
