import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional } from '../shared/runtime/dynamodb-errors.ts';
import type { ConcludedPayment, Payment } from './domain.ts';
import type { PaymentStore } from './ports.ts';

/** The payments in a table of DynamoDB, keyed by `order_id`. What is stored comes back with the condition that failed. */
export const dynamodbPayments = (client: DynamoDBDocumentClient, table: string): PaymentStore => ({
  register: async (intent) => {
    const put = new PutCommand({
      TableName: table,
      Item: intent,
      ConditionExpression: 'attribute_not_exists(order_id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => client.send(put));
    return written.ok ? intent : stored<Payment>(written.error.item, intent.order_id);
  },
  conclude: async (outcome) => {
    const { order_id, state, processed_at } = outcome;
    const reason = outcome.state === 'FAILED' ? outcome.reason : undefined;
    const update = new UpdateCommand({
      TableName: table,
      Key: { order_id },
      UpdateExpression: `SET #state = :state, processed_at = :at${reason === undefined ? '' : ', reason = :reason'}`,
      ConditionExpression: '#state = :pending',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state, ':at': processed_at, ':reason': reason, ':pending': 'PENDING' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => client.send(update));
    return written.ok ? outcome : stored<ConcludedPayment>(written.error.item, order_id);
  },
});

const stored = <P extends Payment>(item: Readonly<Record<string, unknown>> | undefined, orderId: string): P => {
  if (item === undefined) throw new RangeError(`Order ${orderId} has no payment to conclude`);
  // Written by this adapter alone.
  return item as unknown as P;
};
