// Also tests functions/order/store
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { decide, type SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { newOrder } from '../../../../../functions/order/model/placed-domain.ts';
import type { Sagas } from '../../../../../functions/order/model/ports.ts';
import { emptyRecord, type SagaRecord } from '../../../../../functions/order/model/saga-record-domain.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import {
  cancelRequestedEvent,
  completeRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  refundedEvent,
  rejectedEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../../support/order-events.ts';

const { client } = dynamodbLocal('orders');

const implementations: readonly (readonly [string, () => Sagas])[] = [
  ['in memory', () => new InMemoryOrders()],
  ['in DynamoDB', () => dynamoSagas(client, 'orders', new FixedClock())],
];

const moment = { now: '2026-11-22T06:00:09.000Z', dueAt: '2026-11-22T06:02:09.000Z' };
let numbers = 0;
const fresh = () => {
  numbers += 1;
  return orderOf(['A', 'B', 'C'], `a1b2c3d4-0000-5000-8000-${String(numbers).padStart(12, '0')}`);
};

describe.each(implementations)('records of orders %s', (_, create) => {
  let orders: Sagas;
  beforeAll(() => {
    orders = create();
  });
  const place = (order: ReturnType<typeof fresh>) => orders.create(newOrder(order, moment.dueAt));
  const apply = async (orderId: string, ...events: readonly SagaEvent[]) => {
    const before = await orders.load(orderId);
    const { record } = decide(before, events, moment);
    return record && orders.save(before, record);
  };

  it('loads no record of an unknown order, and an order that was only placed', async () => {
    const order = fresh();
    expect(await orders.load(order.order_id)).toBeUndefined();
    expect(await place(order)).toEqual({ created: true, record: { ...newOrder(order, moment.dueAt), version: 1 } });
    expect(await orders.load(order.order_id)).toEqual({ ...newOrder(order, moment.dueAt), version: 1 });
  });

  it.each<readonly [string, (order: ReturnType<typeof fresh>) => readonly SagaEvent[]]>([
    ['its lines alone', ({ order_id }) => [reservedEvent(order_id, 'A'), rejectedEvent(order_id, 'B')]],
    [
      'shipped and completed',
      (order) => {
        const { order_id } = order;
        const shipped = shipRequestedEvent(order_id, { carrier: 'DHL' });
        const lines = ['A', 'B', 'C'].map((sku) => reservedEvent(order_id, sku));
        return [createdEvent(order), ...lines, paidEvent(order), shipped, completeRequestedEvent(order_id)];
      },
    ],
    [
      'cancelled, paid and refunded',
      (order) => [
        createdEvent(order),
        cancelRequestedEvent(order.order_id, 'CHANGED_MIND'),
        paidEvent(order),
        refundedEvent(order),
      ],
    ],
    [
      'not paid',
      (order) => [
        createdEvent(order),
        ...['A', 'B', 'C'].map((sku) => reservedEvent(order.order_id, sku)),
        paymentFailedEvent(order),
      ],
    ],
  ])('loads what was saved, event by event: %s', async (__, eventsOf) => {
    const order = fresh();
    await place(order);
    let version = 1;
    for (const event of eventsOf(order)) {
      const saved = await apply(order.order_id, event);
      // The order is stored before its event.
      version += event.type === 'ORDER_CREATED' ? 0 : 1;
      expect(saved?.version).toBe(version);
      expect(await orders.load(order.order_id)).toEqual(saved);
    }
  });

  it('keeps requests, due times and attempts, and forgets what a step removes', async () => {
    const order = fresh();
    await place(order);
    const created = await apply(order.order_id, reservedEvent(order.order_id, 'A'));
    const request = { at: moment.now, actor: 'key:test', status: 'CREATED', reason: 'r' } as const;
    const changes: readonly Partial<SagaRecord>[] = [
      { requests: { CANCEL: request } },
      { answered: new Set(['CANCEL']) },
      { due: { at: moment.dueAt, attempts: 3 } },
      { due: { at: moment.dueAt, attempts: 0 } },
    ];
    let record = created;
    for (const change of changes) {
      record = record && (await orders.save(record, { ...record, ...change }));
      expect(await orders.load(order.order_id)).toEqual(record);
    }
    await apply(order.order_id, cancelRequestedEvent(order.order_id));
    expect(await orders.load(order.order_id)).not.toHaveProperty('due');
  });

  it('returns the stored order at every repeated create, and changes nothing', async () => {
    const order = fresh();
    const { record } = await place(order);
    const other = newOrder({ ...order, amount: 1, fingerprint: 'another' }, '2027-01-01T00:00:00.000Z');
    expect(await orders.create(other)).toEqual({ created: false, record });
    const moved = await apply(order.order_id, reservedEvent(order.order_id, 'A'));
    expect(await orders.create(other)).toEqual({ created: false, record: moved });
  });

  it('lets one of many requests place an order', async () => {
    const order = fresh();
    const tries = await Promise.all(
      [1, 2, 3, 4].map((amount) => orders.create(newOrder({ ...order, amount }, moment.dueAt))),
    );
    expect(tries.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(tries.map(({ record }) => record.placed.amount)).size).toBe(1);
  });

  it('restores an expired order from its event', async () => {
    const order = fresh();
    await apply(order.order_id, createdEvent(order));
    expect(await orders.load(order.order_id)).toMatchObject({ placed: { ...order, client: '', fingerprint: '' } });
    expect(await orders.load(order.order_id)).not.toHaveProperty('provisional');
  });

  it('holds an order of 2,000 lines, before and after they are reserved', async () => {
    const skus = Array.from({ length: 2_000 }, (_, index) => `${'LONG-SKU-'.repeat(6)}${index}`);
    const order = orderOf(skus, `a1b2c3d4-0000-5000-8000-00000000200${numbers % 10}`);
    numbers += 1;
    await place(order);
    await apply(order.order_id, ...skus.map((sku) => reservedEvent(order.order_id, sku)));
    expect(await orders.load(order.order_id)).toMatchObject({ placed: order, created: { status: 'PROCESSING' } });
  });

  it('writes nothing if nothing changed', async () => {
    const order = fresh();
    const saved = await apply(order.order_id, reservedEvent(order.order_id, 'A'));
    const again = await orders.load(order.order_id);
    expect(await orders.save(again, { ...emptyRecord(order.order_id), ...again })).toEqual(saved);
    expect(await orders.load(order.order_id)).toEqual(saved);
  });

  it('lets one of many writers succeed, of a new record and of one that exists', async () => {
    const order = fresh();
    const { order_id } = order;
    for (const sku of ['A', 'B']) {
      const before = await orders.load(order_id);
      const saves = ['1', '2', '3', '4'].map((line) => {
        const { record } = decide(before, [reservedEvent(order_id, `${sku}${line}`)], moment);
        return record && orders.save(before, record);
      });
      expect((await Promise.all(saves)).filter((saved) => saved !== undefined)).toHaveLength(1);
    }
    expect((await orders.load(order_id))?.reserved.size).toBe(2);
  });

  it('refuses a writer whose record is out of date', async () => {
    const order = fresh();
    await place(order);
    const stale = await orders.load(order.order_id);
    await apply(order.order_id, reservedEvent(order.order_id, 'A'));
    const { record } = decide(stale, [cancelRequestedEvent(order.order_id)], moment);
    expect(record && (await orders.save(stale, record))).toBeUndefined();
    expect((await orders.load(order.order_id))?.created?.status).toBe('CREATED');
  });
});

describe('the life of an order in DynamoDB', () => {
  it('ends after the retention of its event, unless an outcome of a line shows that it was published', async () => {
    const order = fresh();
    const clock = new FixedClock();
    const sagas = dynamoSagas(client, 'orders', clock);
    const expiry = async () => {
      const Key = { order_id: order.order_id, part: 'ORDER' };
      return (await client.send(new GetCommand({ TableName: 'orders', Key }))).Item?.['expires_at'];
    };
    await sagas.create(newOrder(order, moment.dueAt));
    expect(await expiry()).toBe(clock.now().getTime() / 1_000 + 8 * 86_400);
    const before = await sagas.load(order.order_id);
    const { record } = decide(before, [reservedEvent(order.order_id, 'A')], moment);
    if (record !== undefined) await sagas.save(before, record);
    expect(await expiry()).toBeUndefined();
  });
});

/** A row of release 0.3 has no version: its writers add lines, and make steps on condition of the status. */
describe('a record that release 0.3 writes, too', () => {
  const sagas = () => dynamoSagas(client, 'orders', new FixedClock());
  const keyOf = (order_id: string) => ({ order_id, part: 'SAGA' });
  const release03 = (order_id: string, UpdateExpression: string, values: Readonly<Record<string, unknown>>) =>
    client.send(
      new UpdateCommand({
        TableName: 'orders',
        Key: keyOf(order_id),
        UpdateExpression,
        ...(UpdateExpression.includes('#status') && { ExpressionAttributeNames: { '#status': 'status' } }),
        ExpressionAttributeValues: values,
      }),
    );
  const created = async () => {
    const order = fresh();
    const { order_id, user_id, amount, currency, payment_token, created_at, trace_id } = order;
    await release03(
      order_id,
      'SET #status = :s, expected = :n, user_id = :u, amount = :a, currency = :c, payment_token = :p, created_at = :at, trace_id = :t, reached_CREATED = :r ADD reserved :one',
      {
        ...{ ':s': 'CREATED', ':n': 3, ':u': user_id, ':a': amount, ':c': currency, ':p': payment_token },
        ...{ ':at': created_at, ':t': trace_id, ':r': { at: created_at, cause: 'e' }, ':one': new Set(['A']) },
      },
    );
    return order;
  };

  it('is loaded and continued', async () => {
    const order = await created();
    const before = await sagas().load(order.order_id);
    expect(before).toMatchObject({ created: { status: 'CREATED', expected: 3 }, reserved: new Set(['A']) });
    expect(before).not.toHaveProperty('version');
    const { record } = decide(
      before,
      ['B', 'C'].map((sku) => reservedEvent(order.order_id, sku)),
      moment,
    );
    expect(record && (await sagas().save(before, record))).toMatchObject({
      version: 1,
      created: { status: 'PROCESSING' },
    });
  });

  it('keeps the lines that 0.3 adds meanwhile', async () => {
    const { order_id } = await created();
    const before = await sagas().load(order_id);
    await release03(order_id, 'ADD reserved :one', { ':one': new Set(['C']) });
    const { record } = decide(before, [reservedEvent(order_id, 'B')], moment);
    expect(record && (await sagas().save(before, record))).toBeDefined();
    const { Item } = await client.send(new GetCommand({ TableName: 'orders', Key: keyOf(order_id) }));
    expect(Item?.['reserved']).toEqual(new Set(['A', 'B', 'C']));
  });

  it('refuses a writer that did not read the step of 0.3', async () => {
    const { order_id } = await created();
    const before = await sagas().load(order_id);
    await release03(order_id, 'SET #status = :s', { ':s': 'CANCELLED' });
    const { record } = decide(before, [reservedEvent(order_id, 'B')], moment);
    expect(record && (await sagas().save(before, record))).toBeUndefined();
  });

  it('refuses a writer that did not read the ORDER_CREATED of 0.3', async () => {
    const { order_id } = fresh();
    await release03(order_id, 'ADD reserved :one', { ':one': new Set(['C']) });
    const before = await sagas().load(order_id);
    await release03(order_id, 'SET #status = :s', { ':s': 'CREATED' });
    const { record } = decide(before, [reservedEvent(order_id, 'B')], moment);
    expect(record && (await sagas().save(before, record))).toBeUndefined();
  });
});
