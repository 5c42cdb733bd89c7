import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LineItem } from '../../../schemas/generated/types.ts';
import { topics } from '../../../schemas/topics.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { type OrderDocument, restoredOrder } from '../model/domain.ts';
import type { Orders } from '../model/ports.ts';

/**
 * A provisional order outlives the event that confirms it by a day: Kafka may deliver ORDER_CREATED until its retention
 * ends. If the event was never published, the order expires after that.
 */
const provisionalSeconds = (topics['orders.created'].retentionDays + 1) * 86_400;

const keyOf = (orderId: string) => ({ order_id: orderId, part: 'ORDER' });

/**
 * One line of text per line of the order, `85123A 2 255`: a third of DynamoDB's cost for maps, so that orders of up to
 * fifty lines take one write unit per write. No SKU contains a space.
 */
const textOf = (lines: readonly LineItem[]): string =>
  lines.map(({ sku, qty, unit_price }) => `${sku} ${qty} ${unit_price}`).join('\n');

const linesOf = (text: string): readonly LineItem[] =>
  text.split('\n').map((line) => {
    const [sku = '', qty, unit_price] = line.split(' ');
    return { sku, qty: Number(qty), unit_price: Number(unit_price) };
  });

const itemOf = ({ line_items, ...order }: OrderDocument) => ({
  ...keyOf(order.order_id),
  ...order,
  lines: textOf(line_items),
});

export const documentOf = (item: Readonly<Record<string, unknown>>): OrderDocument => {
  const { part: _, expires_at: __, lines, ...order } = item;
  return { ...order, line_items: linesOf(String(lines)) } as unknown as OrderDocument;
};

/** Orders in items `part = ORDER` of the Orders table: one write per new order, one for its confirmation. */
export const dynamoOrders = (client: DynamoDBDocumentClient, table: string, clock: Clock): Orders => {
  const put = (order: OrderDocument, expires_at?: number) =>
    conditional(() =>
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...itemOf(order), expires_at },
          ConditionExpression: 'attribute_not_exists(order_id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  return {
    find: async (orderId) => {
      const { Item } = await request(() =>
        client.send(new GetCommand({ TableName: table, Key: keyOf(orderId), ConsistentRead: true })),
      );
      return Item && documentOf(Item);
    },
    create: async (order) => {
      const expiresAt = Math.floor(clock.now().getTime() / 1000) + provisionalSeconds;
      const stored = await put(order, expiresAt);
      if (stored.ok) return { created: true, order };
      return { created: false, order: stored.error.item === undefined ? order : documentOf(stored.error.item) };
    },
    confirm: async (event) => {
      const kept = await conditional(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(event.order_id),
            UpdateExpression: 'REMOVE expires_at',
            ConditionExpression: 'attribute_exists(order_id)',
          }),
        ),
      );
      if (!kept.ok) await put(restoredOrder(event));
    },
  };
};
