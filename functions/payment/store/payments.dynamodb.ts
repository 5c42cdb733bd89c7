import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isMovedShard } from '../../../schemas/due-index.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { dueAttributes, dueItems } from '../../shared/runtime/dynamodb/due-work.ts';
import { getAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { movedMoneyAt, movedMoneyIn, type Payment } from '../model/domain.ts';
import type { Payments } from '../model/ports.ts';
import { movedAttributes, movedIn } from './moved-index.dynamodb.ts';

/** Indexed by its due time while it is parked; later by the time when its money moved. */
const indexed = (payment: Payment) => {
  const { order_id, due_at } = payment;
  if (due_at !== undefined) return dueAttributes(order_id, due_at);
  const moved = movedMoneyAt(payment);
  return moved === undefined ? {} : movedAttributes(order_id, moved);
};

const itemOf = (payment: Payment) => ({ ...payment, ...indexed(payment) });

const paymentOf = (item: Readonly<Record<string, unknown>>): Payment => {
  const { due_shard, due_at, ...rest } = item;
  const payment = due_at === undefined || isMovedShard(due_shard) ? rest : { ...rest, due_at };
  // Only this adapter writes the items.
  return payment as unknown as Payment;
};

/** The payments in a DynamoDB table, keyed by `order_id`. A failed condition returns the stored item. */
export const dynamodbPayments = (client: DynamoDBDocumentClient, table: string): Payments => {
  const put = async (payment: Payment, condition: object): Promise<Result<Payment, Payment>> => {
    const command = new PutCommand({
      TableName: table,
      Item: itemOf(payment),
      ...condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => client.send(command));
    if (written.ok) return ok(payment);
    const { item } = written.error;
    if (item === undefined) throw new RangeError(`Order ${payment.order_id} has no payment`);
    return err(paymentOf(item));
  };
  const findAll = async (orderIds: readonly string[]): Promise<readonly Payment[]> => {
    const keys = orderIds.map((order_id) => ({ order_id }));
    return (await getAll(client, table, keys, { ConsistentRead: true })).map(paymentOf);
  };
  return {
    create: (payment) => put(payment, { ConditionExpression: 'attribute_not_exists(order_id)' }),
    replace: (payment) =>
      put(payment, {
        ConditionExpression: 'version = :before',
        ExpressionAttributeValues: { ':before': payment.version - 1 },
      }),
    find: async (orderId) => {
      const get = new GetCommand({ TableName: table, Key: { order_id: orderId }, ConsistentRead: true });
      const { Item } = await request(() => client.send(get));
      return Item === undefined ? undefined : paymentOf(Item);
    },
    findAll,
    movedMoney: async function* (period) {
      for await (const orderIds of movedIn(client, table, period)) {
        // The index is eventually consistent: money may have moved again since.
        yield (await findAll(orderIds)).filter((payment) => movedMoneyIn(payment, period));
      }
    },
    due: async (before, limit) => {
      const keys = await dueItems<{ readonly order_id: string }>(client, table, { before, limit });
      return keys.map(({ order_id }) => order_id);
    },
  };
};
