import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orderRows, ordersPerRead } from '../../../../../functions/order/store/order-rows.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';

const { client } = dynamodbLocal('orders');

const rows = [
  { order_id: 'new', part: 'ORDER', version: 1 },
  { order_id: 'of 0.3', part: 'ORDER' },
  { order_id: 'of 0.3', part: 'SAGA', version: 4 },
  { order_id: 'saga alone', part: 'SAGA', version: 2 },
];
const rowsOf = (orderId: string) => rows.filter(({ order_id }) => order_id === orderId);

describe('rows of orders', () => {
  const requests: string[] = [];

  beforeAll(async () => {
    client.middlewareStack.add(
      (next, context) => async (given) => {
        requests.push(String(context['commandName']));
        return next(given);
      },
      { step: 'initialize', name: 'counted' },
    );
    for (const Item of rows) await client.send(new PutCommand({ TableName: 'orders', Item }));
  });
  beforeEach(() => {
    requests.length = 0;
  });

  it.each(['new', 'of 0.3', 'saga alone', 'unknown'])('of one order, %s, are a query', async (orderId) => {
    expect(await orderRows(client, 'orders')(orderId)).toEqual(rowsOf(orderId));
    expect(requests).toEqual(['QueryCommand']);
  });

  it('of several orders at once are one request, and each gets its own, also if it is asked for twice', async () => {
    const read = orderRows(client, 'orders');
    const asked = ['of 0.3', 'unknown', 'new', 'saga alone', 'new'];
    const found = await Promise.all(asked.map(read));
    expect(found.map((some) => some.toSorted((a, b) => String(a['part']).localeCompare(String(b['part']))))).toEqual(
      asked.map(rowsOf),
    );
    expect(requests).toEqual(['BatchGetItemCommand']);
  });

  it('of one order that is asked for twice are a query', async () => {
    const read = orderRows(client, 'orders');
    expect(await Promise.all([read('new'), read('new')])).toEqual([rowsOf('new'), rowsOf('new')]);
    expect(requests).toEqual(['QueryCommand']);
  });

  it('of more orders than one request takes are several', async () => {
    const read = orderRows(client, 'orders');
    const found = await Promise.all(Array.from({ length: ordersPerRead + 2 }, (_, n) => read(`unknown ${n}`)));
    expect(found.flat()).toEqual([]);
    expect(requests).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand']);
  });
});
