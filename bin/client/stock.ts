import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import { recordOf } from '../../functions/inventory/store/ledger-item.dynamodb.ts';
import { chunksOf } from '../../functions/shared/kernel/chunks.ts';
import { getAll } from '../../functions/shared/runtime/dynamodb/dynamodb-batches.ts';
import { recordPartitioner } from '../../functions/shared/runtime/kafka/record-partitioner.ts';
import type { TopicName } from '../../schemas/catalogue.ts';
import type { Adjust } from '../../schemas/generated/types.ts';
import { adjustments } from './adjustments.ts';
import type { Connection } from './connection.ts';

const topic: TopicName = 'inventory.commands';
const commandsPerSend = 1_000;
const pollMs = 200;
const deadlineMs = 300_000;

const asWritten = { ConsistentRead: true } as const;

const stocks = async ({ dynamodb, tables }: Connection, skus: readonly string[]) => {
  const keys = skus.map((sku) => ({ sku }));
  return (await getAll(dynamodb, tables.stock, keys, asWritten)).map(recordOf);
};

/** Available units by SKU, of those SKUs that the ledger knows. */
export const availableStock = async (
  connection: Connection,
  skus: readonly string[],
): Promise<ReadonlyMap<string, number>> =>
  new Map((await stocks(connection, skus)).map(({ stock: { sku, available } }) => [sku, available]));

/** States of the adjustments that are decided, by id. */
type Decided = ReadonlyMap<string, string>;

/** The ledger remembers every adjustment for ever, under its reservation id: first in the log of the stock, then in a table. */
const decided = async (connection: Connection, commands: readonly Adjust[]): Promise<Decided> => {
  const { dynamodb, tables } = connection;
  const keys = commands.map(({ reservation_id, sku }) => ({ order_id: reservation_id, sku }));
  const states = new Map<string, string>();
  const items = await stocks(
    connection,
    keys.map(({ sku }) => sku),
  );
  for (const { owner, state } of items.flatMap(({ log }) => log)) states.set(owner, state);
  const others = keys.filter(({ order_id }) => !states.has(order_id));
  const kept = await getAll(dynamodb, tables.reservations, others, asWritten);
  for (const { order_id, state } of kept) states.set(String(order_id), String(state));
  return states;
};

/** Resolves when Kafka keeps the commands. The ledger applies those of a SKU in this order, before what orders ask of it later. */
export const sendAdjustments = async ({ kafka }: Connection, commands: readonly Adjust[]): Promise<void> => {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: recordPartitioner,
  });
  await producer.connect();
  try {
    for (const chunk of chunksOf(commands, commandsPerSend)) {
      const messages = chunk.map((command) => ({ key: command.sku, value: JSON.stringify(command) }));
      await producer.send({ topic, acks: -1, messages });
    }
  } finally {
    await producer.disconnect();
  }
};

/**
 * Has the ledger, which alone writes stock, apply adjustments, and waits until it has.
 * @param onProgress gets the number of adjustments done.
 * @returns SKUs of which less was left by then than the adjustment would have taken away.
 * @throws the ledger has not applied all within five minutes.
 */
export const applyAdjustments = async (
  connection: Connection,
  commands: readonly Adjust[],
  onProgress: (done: number) => void = () => {},
): Promise<{ readonly refused: readonly string[] }> => {
  if (commands.length === 0) return { refused: [] };
  await sendAdjustments(connection, commands);
  const deadline = Date.now() + deadlineMs;
  const refused: string[] = [];
  let waiting: readonly Adjust[] = commands;
  for (;;) {
    const states = await decided(connection, waiting);
    refused.push(...waiting.filter((one) => states.get(one.reservation_id) === 'REFUSED').map(({ sku }) => sku));
    waiting = waiting.filter(({ reservation_id }) => !states.has(reservation_id));
    onProgress(commands.length - waiting.length);
    if (waiting.length === 0) return { refused };
    if (Date.now() > deadline)
      throw new Error(`the stock ledger has not applied ${waiting.length} of ${commands.length} adjustments`);
    await delay(pollMs);
  }
};

/**
 * Sets the available stock of each SKU to the desired level, whatever it is, and waits until it is.
 * @param levels units by SKU.
 * @throws {UsageError} a SKU or its level is not valid: nothing is written then.
 */
export const setStock = async (connection: Connection, levels: ReadonlyMap<string, number>): Promise<void> => {
  const now = await availableStock(connection, [...levels.keys()]);
  await applyAdjustments(connection, adjustments(uuidv4(), levels, now));
};
