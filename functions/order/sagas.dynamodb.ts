import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderCreated, OrderPayment, OrderState } from '../../schemas/generated/types.ts';
import { conditional, request } from '../shared/runtime/dynamodb-errors.ts';
import { contactOf } from './domain.ts';
import type { Sagas } from './ports.ts';
import {
  type Contribution,
  type Reached,
  reactions,
  type SagaOrder,
  type SagaRecord,
  type Step,
} from './saga-domain.ts';

/** The item: one attribute per state reached, since DynamoDB sets no attribute inside a map that is not there. */
interface SagaItem extends Partial<SagaOrder> {
  readonly order_id: string;
  readonly status?: OrderState;
  readonly reserved?: ReadonlySet<string>;
  readonly rejected?: ReadonlySet<string>;
  readonly payment?: OrderPayment;
  readonly reason?: string;
}

const states = Object.keys(reactions) as readonly OrderState[];
const reachedAttribute = (state: OrderState): string => `reached_${state}`;

const createdOf = (item: SagaItem): SagaRecord['created'] => {
  const { status, expected, user_id, amount, currency, payment_token, created_at, trace_id } = item;
  const known = { status, expected, user_id, amount, currency, payment_token, created_at, trace_id };
  if (Object.values(known).includes(undefined)) return undefined;
  return { ...(known as Required<SagaItem>), ...contactOf(item) };
};

const recordOf = (attributes: Readonly<Record<string, unknown>>): SagaRecord => {
  const item = attributes as unknown as SagaItem;
  const created = createdOf(item);
  const reached = states.flatMap((state) => {
    const entry = attributes[reachedAttribute(state)] as Reached | undefined;
    return entry === undefined ? [] : [[state, entry]];
  });
  return {
    order_id: item.order_id,
    ...(created && { created }),
    reserved: item.reserved ?? new Set(),
    rejected: item.rejected ?? new Set(),
    history: Object.fromEntries(reached),
    ...(item.payment && { payment: item.payment }),
    ...(item.reason !== undefined && { reason: item.reason }),
  };
};

/** Attributes that ORDER_CREATED sets, each only where it is not set yet. */
const attributesOf = (event: OrderCreated): Readonly<Record<string, unknown>> => ({
  status: 'CREATED',
  expected: event.line_items.length,
  user_id: event.user_id,
  amount: event.amount,
  currency: event.currency,
  payment_token: event.payment_token,
  created_at: event.created_at,
  trace_id: event.trace_id,
  ...contactOf(event),
  [reachedAttribute('CREATED')]: { at: event.created_at, cause: event.event_id },
});

const mergeExpression = ({ created, reserved, rejected }: Contribution) => {
  const set = Object.entries(created === undefined ? {} : attributesOf(created));
  const add = Object.entries({ reserved, rejected }).filter(([, skus]) => skus.length > 0);
  return {
    UpdateExpression: [
      ...(set.length > 0
        ? [`SET ${set.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')}`]
        : []),
      ...(add.length > 0 ? [`ADD ${add.map(([name]) => `#${name} :${name}`).join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries([...set, ...add].map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries([
      ...set.map(([name, value]) => [`:${name}`, value]),
      ...add.map(([name, skus]) => [`:${name}`, new Set(skus)]),
    ]),
  };
};

const advanceExpression = ({ from, to, at, cause, payment, reason }: Step) => {
  const set = Object.entries({ status: to, [reachedAttribute(to)]: { at, cause }, payment, reason }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: '#status = :from',
    ExpressionAttributeNames: Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':from': from,
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
    },
  };
};

/** The saga's records in items `part = SAGA` of the Orders table: one request a merge, one a step. */
export const dynamoSagas = (client: DynamoDBDocumentClient, table: string): Sagas => {
  const keyOf = (orderId: string) => ({ order_id: orderId, part: 'SAGA' });
  return {
    merge: async (orderId, contribution) => {
      const { Attributes } = await request(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(orderId),
            ...mergeExpression(contribution),
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return recordOf(Attributes ?? keyOf(orderId));
    },
    advance: async (orderId, step) => {
      const updated = await conditional(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(orderId),
            ...advanceExpression(step),
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      const attributes = updated.ok ? updated.value.Attributes : updated.error.item;
      return { made: updated.ok, record: attributes && recordOf(attributes) };
    },
    find: async (orderId) => {
      const { Item } = await request(() =>
        client.send(new GetCommand({ TableName: table, Key: keyOf(orderId), ConsistentRead: true })),
      );
      return Item && recordOf(Item);
    },
  };
};
