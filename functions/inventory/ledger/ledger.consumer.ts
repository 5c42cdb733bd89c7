import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import { inventoryCommandsValidators, inventoryUpdatedValidators } from '../../../schemas/generated/validators.js';
import { backoff } from '../../shared/runtime/backoff.ts';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { KafkaConsumer } from '../../shared/runtime/handlers/kafka-consumer.ts';
import { acceptingFor } from '../../shared/runtime/idioms/accepted-events.ts';
import { fold } from '../../shared/runtime/idioms/fold.ts';
import type { StockCommand } from '../model/domain.ts';
import { dynamodbLedgerTables } from '../store/ledger-tables.dynamodb.ts';
import type { LedgerEnvironment } from './ledger.env.ts';
import { ledger } from './ledger.ts';
import type { LogLimits } from './stock-log.ts';

/** `inventory/ledger`. */
export const ledgerConsumer = (
  { client, clock, environment }: Dependencies<LedgerEnvironment>,
  logLimits?: LogLimits,
): KafkaConsumer<StockCommand, InventoryUpdatedEvent['type']> => {
  const { STOCK_TABLE: stock, RESERVATIONS_TABLE: reservations } = environment;
  const tables = dynamodbLedgerTables(client, { stock, reservations });
  return {
    accept: acceptingFor('inventory/ledger', inventoryCommandsValidators),
    idiom: fold(ledger({ tables, clock, pause: backoff({ firstMs: 10, mostMs: 500 }), logLimits })),
    emits: inventoryUpdatedValidators,
  };
};
