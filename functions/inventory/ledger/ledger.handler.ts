import { inventory } from '../../../schemas/functions/inventory.ts';
import { documentClient } from '../../shared/runtime/dynamodb/dynamodb.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { kafkaHandler } from '../../shared/runtime/handlers/kafka-handler.ts';
import { systemClock as clock } from '../../shared/runtime/system-clock.ts';
import { ledgerConsumer } from './ledger.consumer.ts';
import type { LedgerEnvironment } from './ledger.env.ts';

const environment = readEnvironment<LedgerEnvironment>(inventory['inventory/ledger'].environment);

export const handler = kafkaHandler({
  environment,
  ...ledgerConsumer({ client: documentClient(), clock, environment }),
});
