import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sagas } from '../../../../functions/order/ports.ts';
import { contributionOf, paymentStep } from '../../../../functions/order/saga-domain.ts';
import { dynamoSagas } from '../../../../functions/order/sagas.dynamodb.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../support/dynamodb-local.ts';
import { InMemorySagas } from '../../../support/fakes/in-memory-sagas.ts';
import {
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  rejectedEvent,
  reservedEvent,
} from '../../../support/order-events.ts';

let dynamodb: DynamoDbLocal;
beforeAll(async () => {
  dynamodb = await startDynamoDbLocal();
  await createTable(dynamodbLocalClient(dynamodb.endpoint), 'orders', 'order_id', 'part');
});
afterAll(() => dynamodb.stop());

const implementations: readonly (readonly [string, () => Sagas])[] = [
  ['in memory', () => new InMemorySagas()],
  ['in DynamoDB', () => dynamoSagas(dynamodbLocalClient(dynamodb.endpoint), 'orders')],
];

describe.each(implementations)('saga records %s', (_, create) => {
  let sagas: Sagas;
  let orders = 0;
  const fresh = () => {
    orders += 1;
    return orderOf(['A', 'B', 'C'], `a1b2c3d4-0000-5000-8000-${String(orders).padStart(12, '0')}`);
  };
  beforeAll(() => {
    sagas = create();
  });
  const at = '2026-11-22T06:00:09.000Z';

  it('finds nothing of an order that it knows nothing of', async () => {
    expect(await sagas.find(fresh().order_id)).toBeUndefined();
  });

  it('keeps what ORDER_CREATED tells', async () => {
    const { order_id, client: _c, fingerprint: _f, line_items, ...known } = fresh();
    const order = { order_id, client: '', fingerprint: '', line_items, ...known };
    const event = createdEvent(order);
    const record = {
      order_id,
      created: { ...known, status: 'CREATED', expected: 3 },
      reserved: new Set(),
      rejected: new Set(),
      history: { CREATED: { at: order.created_at, cause: event.event_id } },
    };
    expect(await sagas.merge(order_id, contributionOf([event]))).toEqual(record);
    expect(await sagas.find(order_id)).toEqual(record);
  });

  it('collects lines before and after ORDER_CREATED, each once', async () => {
    const order = fresh();
    const id = order.order_id;
    const early = await sagas.merge(id, contributionOf([reservedEvent(id, 'A')]));
    expect(early).toEqual({ order_id: id, reserved: new Set(['A']), rejected: new Set(), history: {} });
    await sagas.merge(id, contributionOf([createdEvent(order), reservedEvent(id, 'A')]));
    const late = await sagas.merge(id, contributionOf([reservedEvent(id, 'B'), rejectedEvent(id, 'C')]));
    expect([late.reserved, late.rejected]).toEqual([new Set(['A', 'B']), new Set(['C'])]);
    expect(late.created?.status).toBe('CREATED');
  });

  it('makes a step from the state it is for, and no other', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]));
    const step = { from: 'CREATED', to: 'PROCESSING', at, cause: 'first' } as const;
    const made = await sagas.advance(id, step);
    expect(made).toMatchObject({ made: true, record: { created: { status: 'PROCESSING' } } });
    const again = await sagas.advance(id, { ...step, cause: 'second' });
    expect(again.made).toBe(false);
    expect(again.record).toEqual(made.record);
    expect(again.record?.history.PROCESSING).toEqual({ at, cause: 'first' });
  });

  it('makes no step of an order that it knows nothing of, or only lines of', async () => {
    const [unknown, early] = [fresh(), fresh()];
    expect(await sagas.advance(unknown.order_id, paymentStep(paidEvent(unknown), at))).toEqual({
      made: false,
      record: undefined,
    });
    expect(await sagas.find(unknown.order_id)).toBeUndefined();
    await sagas.merge(early.order_id, contributionOf([reservedEvent(early.order_id, 'A')]));
    expect(await sagas.advance(early.order_id, paymentStep(paidEvent(early), at))).toMatchObject({ made: false });
  });

  it('takes no step back when ORDER_CREATED comes again', async () => {
    const order = fresh();
    const contribution = contributionOf([createdEvent(order)]);
    await sagas.merge(order.order_id, contribution);
    const { record } = await sagas.advance(order.order_id, { from: 'CREATED', to: 'PROCESSING', at, cause: 'c' });
    expect(await sagas.merge(order.order_id, contribution)).toEqual(record);
  });

  it('keeps the payment and the reason of its failure', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]));
    await sagas.advance(id, { from: 'CREATED', to: 'PROCESSING', at, cause: 'c' });
    const { record } = await sagas.advance(id, paymentStep(paymentFailedEvent(order), at));
    expect(record).toMatchObject({
      created: { status: 'PAYMENT_FAILED' },
      payment: { state: 'FAILED', reason: 'DECLINED' },
      reason: 'DECLINED',
    });
    expect(await sagas.find(id)).toEqual(record);
  });

  it('lets one of many make a step', async () => {
    const order = fresh();
    await sagas.merge(order.order_id, contributionOf([createdEvent(order)]));
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        sagas.advance(order.order_id, { from: 'CREATED', to: 'PROCESSING', at, cause: `${index}` }),
      ),
    );
    expect(results.filter(({ made }) => made)).toHaveLength(1);
    expect(new Set(results.map(({ record }) => record?.history.PROCESSING?.cause)).size).toBe(1);
  });
});
