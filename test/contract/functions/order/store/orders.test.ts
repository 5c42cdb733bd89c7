import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Orders } from '../../../../../functions/order/model/ports.ts';
import { dynamoOrders } from '../../../../../functions/order/store/orders.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { createdEvent, orderOf } from '../../../../support/order-events.ts';

const { client } = dynamodbLocal('orders');
const clock = new FixedClock();

const implementations: readonly (readonly [string, () => Orders])[] = [
  ['in memory', () => new InMemoryOrders()],
  ['in DynamoDB', () => dynamoOrders(client, 'orders', clock)],
];

describe.each(implementations)('orders %s', (name, create) => {
  const [first, lost] = name === 'in memory' ? ['1', '2'] : ['3', '4'];
  const order = orderOf(['A', 'B'], `a1b2c3d4-0000-5000-8000-00000000000${first}`);
  let orders: Orders;
  beforeAll(() => {
    orders = create();
  });

  it('stores an order and finds it as it was', async () => {
    expect(await orders.find(order.order_id)).toBeUndefined();
    expect(await orders.create(order)).toEqual({ created: true, order });
    expect(await orders.find(order.order_id)).toEqual(order);
  });

  it('returns the stored order at every repeated create', async () => {
    const other = { ...order, amount: 1, fingerprint: 'another' };
    expect(await orders.create(other)).toEqual({ created: false, order });
    expect(await orders.find(order.order_id)).toEqual(order);
  });

  it('keeps an order unchanged at repeated confirmations', async () => {
    await orders.confirm(createdEvent(order));
    await orders.confirm(createdEvent(order));
    expect(await orders.find(order.order_id)).toEqual(order);
  });

  it('restores a lost order from its event, visible to no client', async () => {
    const gone = orderOf(['C'], `a1b2c3d4-0000-5000-8000-00000000000${lost}`);
    await orders.confirm(createdEvent(gone));
    expect(await orders.find(gone.order_id)).toEqual({ ...gone, client: '', fingerprint: '' });
  });

  it('holds an order of 2,000 lines', async () => {
    const skus = Array.from({ length: 2_000 }, (_, index) => `${'LONG-SKU-'.repeat(6)}${index}`);
    const large = orderOf(skus, `a1b2c3d4-0000-5000-8000-0000000002${first}0`);
    await orders.create(large);
    expect(await orders.find(large.order_id)).toEqual(large);
  });
});

describe('the life of an order in DynamoDB', () => {
  const order = orderOf(['A'], 'a1b2c3d4-0000-5000-8000-000000000009');
  const expiry = async () => {
    const Key = { order_id: order.order_id, part: 'ORDER' };
    return (await client.send(new GetCommand({ TableName: 'orders', Key }))).Item?.['expires_at'];
  };

  it('expires after the retention of its event, unless the event confirms it', async () => {
    const orders = dynamoOrders(client, 'orders', clock);
    await orders.create(order);
    expect(await expiry()).toBe(clock.now().getTime() / 1_000 + 8 * 86_400);
    await orders.confirm(createdEvent(order));
    expect(await expiry()).toBeUndefined();
  });
});
