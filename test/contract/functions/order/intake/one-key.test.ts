import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { placeOrder } from '../../../../../functions/order/intake/intake.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { orderId } from '../../../../../functions/shared/kernel/ids.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryPrices, RecordingOrderEvents } from '../../../../support/fakes/order-ports.ts';

const { client } = dynamodbLocal('orders');

it('one key of eight callers at once is one order: the put decides, and each gets its answer', async () => {
  const [clock, events] = [new FixedClock(), new RecordingOrderEvents()];
  const place = placeOrder({
    ...{ sagas: dynamoSagas(client, 'orders', clock), events, clock, stepSeconds: 120, newId: randomUUID },
    ...{ prices: new InMemoryPrices({ A: { unit_price: 7, currency: 'GBP' } }), partitions: { of: () => undefined } },
  });
  const request = { user_id: 'u', currency: 'GBP', items: [{ sku: 'A', qty: 1 }], payment_token: 'tok_approve' };
  const command = {
    request,
    client: 'key:test',
    idempotencyKey: 'k',
    traceId: 't',
    deadline: { remainingMs: () => 20_000 },
  };
  const answers = await Promise.all(Array.from({ length: 8 }, () => place(command)));
  expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => true));
  expect(answers.filter((answer) => answer.ok && !answer.value.replayed)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer.ok && JSON.stringify(answer.value.order))).size).toBe(1);
  expect(new Set(events.published.map((event) => JSON.stringify(event))).size).toBe(1);
  const { Items } = await client.send(
    new QueryCommand({
      TableName: 'orders',
      KeyConditionExpression: 'order_id = :id',
      ExpressionAttributeValues: { ':id': orderId('key:test', 'k') },
    }),
  );
  expect(Items).toMatchObject([{ part: 'ORDER', status: 'CREATED' }]);
});
