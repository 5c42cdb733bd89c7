import { inventoryCommandsValidators, inventoryUpdatedValidators } from '../../schemas/generated/validators.js';
import { backoff } from '../shared/runtime/backoff.ts';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { accepting } from '../shared/runtime/idioms/accepting.ts';
import { fold } from '../shared/runtime/idioms/fold.ts';
import { kafkaHandler } from '../shared/runtime/kafka-handler.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { LedgerEnvironment } from './ledger.env.ts';
import { ledger } from './ledger.ts';
import { dynamodbLedgerTables } from './ledger-tables.dynamodb.ts';

const environment = readEnvironment<LedgerEnvironment>({ STOCK_TABLE: true, RESERVATIONS_TABLE: true });
const { STOCK_TABLE: stock, RESERVATIONS_TABLE: reservations } = environment;
const tables = dynamodbLedgerTables(documentClient(), { stock, reservations });

export const handler = kafkaHandler({
  environment,
  accept: accepting(inventoryCommandsValidators),
  idiom: fold(ledger({ tables, clock, pause: backoff({ firstMs: 10, mostMs: 500 }) })),
  emits: inventoryUpdatedValidators,
});
