import { inventoryCommandsValidators, inventoryUpdatedValidators } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { fold } from '../shared/runtime/idioms/fold.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import type { LedgerEnvironment } from './ledger.env.ts';
import { ledger } from './ledger.ts';
import { dynamodbLedger } from './stock.dynamodb.ts';

const environment = readEnvironment<LedgerEnvironment>({ STOCK_TABLE: true, RESERVATIONS_TABLE: true });
const { STOCK_TABLE: stock, RESERVATIONS_TABLE: reservations } = environment;

export const handler = kafkaHandler({
  environment,
  accept: accepting(inventoryCommandsValidators),
  idiom: fold(
    ledger({ store: dynamodbLedger(documentClient(), { stock, reservations }), clock: { now: () => new Date() } }),
  ),
  emits: inventoryUpdatedValidators,
});
