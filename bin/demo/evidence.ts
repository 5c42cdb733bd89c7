import { type TopicName, topicNames } from '../../schemas/catalogue.ts';
import { isMovedShard } from '../../schemas/due-index.ts';
import type { Connection } from '../client/connection.ts';
import { topicEnds, withAdmin } from '../client/kafka-admin.ts';
import { scanAll } from '../client/scan-all.ts';
import { readTopics } from '../client/topic-reader.ts';
import type { Charge, RecordedFact, StockLevel } from './invariants.ts';

/** An attribute `reached_<STATE>` for each state that the order has been in. */
interface OrderItem extends Readonly<Record<`reached_${string}`, { readonly at: string } | undefined>> {
  readonly order_id: string;
  /** Until something shows that the order was published. */
  readonly expires_at?: number;
  readonly status?: string;
}

export interface OrderState {
  readonly status: string;
  /** When it reached this status, epoch ms, by the platform's clock. */
  readonly since: number;
}

/** Status of each order as the orders table has it. */
export const readOrderStates = async ({ dynamodb, tables }: Connection): Promise<Map<string, OrderState>> => {
  const items = await scanAll<OrderItem>(dynamodb, tables.orders);
  const states = new Map<string, OrderState>();
  for (const item of items) {
    const { order_id, status, expires_at } = item;
    if (status === undefined || expires_at !== undefined) continue;
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

/** Charges and refunds by the gateway's own ledger. */
export const readMoney = async ({
  dynamodb,
  tables,
}: Connection): Promise<{ readonly charges: readonly Charge[]; readonly refunds: readonly Charge[] }> => {
  const entries = await scanAll<GatewayItem>(dynamodb, tables.gateway);
  const moved = (wanted: string): readonly Charge[] =>
    entries.filter(({ outcome }) => outcome === wanted).map(({ order_id, amount }) => ({ orderId: order_id, amount }));
  return { charges: moved('approved'), refunds: moved('refunded') };
};

/** States with a final answer of the gateway. */
const finalStates: ReadonlySet<string> = new Set(['PAID', 'FAILED', 'CANCELLED', 'REFUNDED']);

interface StoredPayment {
  readonly state: string;
  readonly due_at?: string;
  readonly due_shard?: string;
}

/** Orders whose charge or refund has an unknown outcome in the payments table. */
export const countOpenPayments = async ({ dynamodb, tables }: Connection): Promise<number> => {
  const payments = await scanAll<StoredPayment>(dynamodb, tables.payments);
  const isDue = ({ due_at, due_shard }: StoredPayment) => due_at !== undefined && !isMovedShard(due_shard);
  return payments.filter((payment) => !finalStates.has(payment.state) || isDue(payment)).length;
};

/** Records in the platform's topics, dead-letter queues left out. */
export const countMessages = (connection: Connection): Promise<number> =>
  withAdmin(connection, async (admin) => {
    const ends = await topicEnds(admin, topicNames);
    return ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  });

/** The fields of an event that the evidence reads. */
interface ConsumedEvent {
  readonly type: string;
  readonly event_id: string;
  readonly order_id?: string;
  readonly email?: string;
  readonly template?: string;
}

/** Every distinct event of topics, read from their beginning to their present end. */
export const readEvents = async (
  connection: Connection,
  topics: readonly TopicName[],
): Promise<readonly ConsumedEvent[]> => {
  const ends = await withAdmin(connection, (admin) => topicEnds(admin, topics));
  const ranges = ends.map(({ topic, partition, low, high }) => ({
    topic,
    partition,
    from: Number(low),
    end: Number(high),
  }));
  const events = new Map<string, ConsumedEvent>();
  await readTopics(connection, ranges, ({ value }) => {
    const event = JSON.parse(Buffer.from(value).toString()) as ConsumedEvent;
    events.set(event.event_id, event);
  });
  return [...events.values()];
};

/** Events that notify a customer with an address, and the template of the message. */
const messages: ReadonlyMap<string, string> = new Map([
  ['ORDER_CREATED', 'order-received'],
  ['ORDER_PAID', 'order-paid'],
  ['ORDER_CANCELLED', 'order-cancelled'],
  ['PAYMENT_FAILED', 'payment-failed'],
  ['PAYMENT_REFUNDED', 'payment-refunded'],
]);

interface MailboxItem {
  readonly order_id?: string;
  readonly template: string;
}

/** Facts that notify a customer, each with its number of messages in the mailbox; a scheduled message counts as sent. */
export const readFacts = async (
  { dynamodb, tables }: Connection,
  events: readonly ConsumedEvent[],
): Promise<readonly RecordedFact[]> => {
  const name = (orderId: string | undefined, template: string | undefined): string => `${orderId} ${template}`;
  const mailbox = await scanAll<MailboxItem>(dynamodb, tables.mailbox);
  const delivered = Map.groupBy(mailbox, ({ order_id, template }) => name(order_id, template));
  const waiting = new Set(
    events
      .filter(({ type }) => type === 'NOTIFICATION_DEFERRED')
      .map(({ order_id, template }) => name(order_id, template)),
  );
  return events
    .filter(({ type, email }) => email !== undefined && messages.has(type))
    .map(({ event_id, type, order_id }) => {
      const message = name(order_id, messages.get(type));
      return { eventId: event_id, times: delivered.get(message)?.length ?? (waiting.has(message) ? 1 : 0) };
    });
};
