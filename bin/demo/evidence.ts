import type { Admin } from 'kafkajs';
import { v4 as uuidv4 } from 'uuid';
import { type TopicName, topicNames } from '../../schemas/catalogue.ts';
import { scanAll } from '../client/batches.ts';
import type { Connection } from '../client/connection.ts';
import type { Charge, StockLevel } from './books.ts';

/** An attribute `reached_<STATE>` for each state that the order has been in. */
interface SagaItem extends Readonly<Record<`reached_${string}`, { readonly at: string } | undefined>> {
  readonly order_id: string;
  readonly part: string;
  readonly status?: string;
}

export interface OrderState {
  readonly status: string;
  /** When it came to stand in this status, epoch ms, by the platform's clock. */
  readonly since: number;
}

/** Status of each order as the orders table has it. */
export const readOrderStates = async ({ dynamodb, tables }: Connection): Promise<Map<string, OrderState>> => {
  const items = await scanAll<SagaItem>(dynamodb, tables.orders);
  const states = new Map<string, OrderState>();
  for (const item of items) {
    const { order_id, part, status } = item;
    if (part !== 'SAGA' || status === undefined) continue;
    states.set(order_id, { status, since: Date.parse(item[`reached_${status}`]?.at ?? '') });
  }
  return states;
};

export const readStock = ({ dynamodb, tables }: Connection): Promise<StockLevel[]> =>
  scanAll<StockLevel>(dynamodb, tables.stock);

interface GatewayItem {
  readonly order_id: string;
  readonly amount: number;
  readonly outcome: string;
}

/** What the gateway's own ledger says it took. */
export const readCharges = async ({ dynamodb, tables }: Connection): Promise<Charge[]> =>
  (await scanAll<GatewayItem>(dynamodb, tables.gateway))
    .filter(({ outcome }) => outcome === 'approved')
    .map(({ order_id, amount }) => ({ orderId: order_id, amount }));

const withAdmin = async <T>({ kafka }: Connection, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

/** Records in the platform's topics, dead-letter queues left out. */
export const countMessages = (connection: Connection): Promise<number> =>
  withAdmin(connection, async (admin) => {
    const offsets = await Promise.all(topicNames.map((topic) => admin.fetchTopicOffsets(topic)));
    return offsets.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  });

/** Ids of the orders announced on `orders.created`, read from its beginning to where it ends now. */
export const readAnnounced = async (connection: Connection): Promise<Set<string>> => {
  const topic: TopicName = 'orders.created';
  const ends = await withAdmin(connection, (admin) => admin.fetchTopicOffsets(topic));
  const open = new Map(
    ends.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const announced = new Set<string>();
  if (open.size === 0) return announced;
  const groupId = `orderstream-cli.${uuidv4()}`;
  const consumer = connection.kafka.consumer({ groupId, maxWaitTimeInMs: 200 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    const { promise: atTheEnd, resolve } = Promise.withResolvers<void>();
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        const { type, order_id } = JSON.parse(message.value?.toString() ?? '{}') as {
          type?: string;
          order_id?: string;
        };
        if (type === 'ORDER_CREATED' && order_id !== undefined) announced.add(order_id);
        const end = open.get(partition);
        if (end !== undefined && BigInt(message.offset) + 1n >= end) open.delete(partition);
        if (open.size === 0) resolve();
      },
    });
    await atTheEnd;
  } finally {
    await consumer.disconnect();
    await withAdmin(connection, (admin) => admin.deleteGroups([groupId])).catch(() => {});
  }
  return announced;
};
