import type { InventoryUpdatedEvent } from '../../schemas/generated/types.ts';
import { inventoryCommandsValidators, inventoryUpdatedValidators } from '../../schemas/generated/validators.js';
import { backoff } from '../shared/runtime/backoff.ts';
import { acceptingFor } from '../shared/runtime/idioms/accepting.ts';
import { fold } from '../shared/runtime/idioms/fold.ts';
import type { KafkaConsumer } from '../shared/runtime/kafka-consumer.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import type { StockCommand } from './domain.ts';
import type { LedgerEnvironment } from './ledger.env.ts';
import { ledger } from './ledger.ts';
import { dynamodbLedgerTables } from './ledger-tables.dynamodb.ts';

/** `inventory/ledger`. */
export const ledgerConsumer = ({
  client,
  clock,
  environment,
}: Wiring<LedgerEnvironment>): KafkaConsumer<StockCommand, InventoryUpdatedEvent['type']> => {
  const { STOCK_TABLE: stock, RESERVATIONS_TABLE: reservations } = environment;
  const tables = dynamodbLedgerTables(client, { stock, reservations });
  return {
    accept: acceptingFor('inventory/ledger', inventoryCommandsValidators),
    idiom: fold(ledger({ tables, clock, pause: backoff({ firstMs: 10, mostMs: 500 }) })),
    emits: inventoryUpdatedValidators,
  };
};
