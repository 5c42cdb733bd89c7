import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sagas } from '../../../../../functions/order/model/ports.ts';
import { contributionOf } from '../../../../../functions/order/model/saga-joins-domain.ts';
import { type MovingEvent, noteOf, stepOf } from '../../../../../functions/order/model/saga-moves-domain.ts';
import type { Step } from '../../../../../functions/order/model/saga-record-domain.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { InMemorySagas } from '../../../../support/fakes/in-memory-sagas.ts';
import {
  cancelRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  paymentFailedEvent,
  refundedEvent,
  rejectedEvent,
  reservedEvent,
  shipRequestedEvent,
} from '../../../../support/order-events.ts';

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
  const dueAt = '2026-11-22T06:02:00.000Z';
  const moving = (event: MovingEvent): Step => {
    const step = stepOf(event, at);
    if (step === undefined) throw new Error(`${event.type} moves nothing`);
    return step;
  };

  it('finds no record of an unknown order', async () => {
    expect(await sagas.find(fresh().order_id)).toBeUndefined();
  });

  it('stores the facts of ORDER_CREATED', async () => {
    const { order_id, client: _c, fingerprint: _f, line_items, ...known } = fresh();
    const order = { order_id, client: '', fingerprint: '', line_items, ...known };
    const event = createdEvent(order);
    const record = {
      order_id,
      created: { ...known, status: 'CREATED', expected: 3 },
      reserved: new Set(),
      rejected: new Set(),
      history: { CREATED: { at: order.created_at, cause: event.event_id } },
      requests: {},
      due: { at: dueAt, attempts: 0 },
    };
    expect(await sagas.merge(order_id, contributionOf([event]), dueAt)).toEqual(record);
    expect(await sagas.find(order_id)).toEqual(record);
  });

  it('collects lines before and after ORDER_CREATED, each once', async () => {
    const order = fresh();
    const id = order.order_id;
    const early = await sagas.merge(id, contributionOf([reservedEvent(id, 'A')]), dueAt);
    const nothing = { rejected: new Set(), history: {}, requests: {} };
    expect(early).toEqual({ order_id: id, reserved: new Set(['A']), due: { at: dueAt, attempts: 0 }, ...nothing });
    await sagas.merge(id, contributionOf([createdEvent(order), reservedEvent(id, 'A')]), dueAt);
    const late = await sagas.merge(id, contributionOf([reservedEvent(id, 'B'), rejectedEvent(id, 'C')]), dueAt);
    expect([late.reserved, late.rejected]).toEqual([new Set(['A', 'B']), new Set(['C'])]);
    expect(late.created?.status).toBe('CREATED');
  });

  it('makes a step from its own state only', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    const step = { from: ['CREATED'], to: 'PROCESSING', at, cause: 'first' } as const satisfies Step;
    const made = await sagas.advance(id, step);
    expect(made).toMatchObject({ made: true, record: { created: { status: 'PROCESSING' } } });
    const again = await sagas.advance(id, { ...step, cause: 'second' });
    expect(again.made).toBe(false);
    expect(again.record).toEqual(made.record);
    expect(again.record?.history.PROCESSING).toEqual({ at, cause: 'first' });
  });

  it('makes no step without ORDER_CREATED', async () => {
    const [unknown, early] = [fresh(), fresh()];
    expect(await sagas.advance(unknown.order_id, moving(paidEvent(unknown)))).toEqual({
      made: false,
      record: undefined,
    });
    expect(await sagas.find(unknown.order_id)).toBeUndefined();
    await sagas.merge(early.order_id, contributionOf([reservedEvent(early.order_id, 'A')]), dueAt);
    expect(await sagas.advance(early.order_id, moving(paidEvent(early)))).toMatchObject({ made: false });
  });

  it('keeps its state when ORDER_CREATED is redelivered', async () => {
    const order = fresh();
    const contribution = contributionOf([createdEvent(order)]);
    await sagas.merge(order.order_id, contribution, dueAt);
    const { record } = await sagas.advance(order.order_id, { from: ['CREATED'], to: 'PROCESSING', at, cause: 'c' });
    expect(await sagas.merge(order.order_id, contribution, dueAt)).toEqual(record);
  });

  it('keeps the payment and the reason of its failure', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    await sagas.advance(id, { from: ['CREATED'], to: 'PROCESSING', at, cause: 'c' });
    const { record } = await sagas.advance(id, moving(paymentFailedEvent(order)));
    expect(record).toMatchObject({
      created: { status: 'PAYMENT_FAILED' },
      payment: { state: 'FAILED', reason: 'DECLINED' },
      reason: 'DECLINED',
    });
    expect(await sagas.find(id)).toEqual(record);
  });

  it('has a due time while it waits, from the first one on, and none after redeliveries', async () => {
    const order = fresh();
    const id = order.order_id;
    const due = async () => (await sagas.find(id))?.due;
    await sagas.merge(id, contributionOf([reservedEvent(id, 'A')]), '2026-11-22T06:01:00.000Z');
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    expect(await due()).toEqual({ at: '2026-11-22T06:01:00.000Z', attempts: 0 });
    await sagas.advance(id, { from: ['CREATED'], to: 'PROCESSING', at, cause: 'c' });
    expect(await due()).toEqual({ at: '2026-11-22T06:01:00.000Z', attempts: 0 });
    await sagas.advance(id, moving(paidEvent(order)));
    expect(await due()).toBeUndefined();
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    expect(await due()).toBeUndefined();
  });

  it('adds lines from a batch with a redelivered ORDER_CREATED', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    const record = await sagas.merge(id, contributionOf([createdEvent(order), reservedEvent(id, 'A')]), dueAt);
    expect(record.reserved).toEqual(new Set(['A']));
  });

  it('makes a step from any of its source states, and stores its facts', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    await sagas.advance(id, { from: ['CREATED'], to: 'PAID', at, cause: 'c' });
    const shipment = { carrier: 'DHL' };
    const shipped = await sagas.advance(id, moving(shipRequestedEvent(id, shipment)));
    expect(shipped.record).toMatchObject({ shipment, history: { SHIPPED: { at, actor: 'key:test' } } });
    expect(await sagas.advance(id, moving(cancelRequestedEvent(id)))).toEqual({ made: false, record: shipped.record });
  });

  it('records a payment and its refund once, where they are only recorded', async () => {
    const order = fresh();
    const id = order.order_id;
    await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    expect(await sagas.note(id, noteOf(refundedEvent(order)))).toMatchObject({ made: false });
    await sagas.advance(id, moving(cancelRequestedEvent(id, 'CHANGED_MIND')));
    await sagas.note(id, noteOf(paidEvent(order)));
    const refund = { payment_id: refundedEvent(order).payment_id, at: refundedEvent(order).processed_at };
    await sagas.note(id, noteOf(refundedEvent(order)));
    const { record } = await sagas.note(id, { from: ['CANCELLED'], refund: { ...refund, at } });
    expect(record).toMatchObject({ payment: { state: 'PAID' }, refund, reason: 'CHANGED_MIND' });
    expect(await sagas.note(fresh().order_id, noteOf(refundedEvent(order)))).toEqual({
      made: false,
      record: undefined,
    });
  });

  it('stores only the kinds of answered requests', async () => {
    const id = fresh().order_id;
    const request = { at, actor: 'key:test' };
    await sagas.storeRequest(id, 'CANCEL', request);
    await sagas.markAnswered(id, 'CANCEL');
    await sagas.markAnswered(id, 'CANCEL');
    const record = await sagas.find(id);
    expect(record).toMatchObject({ order_id: id, requests: { CANCEL: request } });
    expect([...(record?.answered ?? [])]).toEqual(['CANCEL']);
  });

  it('stores a request once, also before ORDER_CREATED', async () => {
    const order = fresh();
    const id = order.order_id;
    const request = { at, actor: 'key:test', reason: 'CHANGED_MIND' };
    await sagas.storeRequest(id, 'CANCEL', request);
    const again = await sagas.storeRequest(id, 'CANCEL', { at: dueAt, actor: 'key:other' });
    expect(again.requests).toEqual({ CANCEL: request });
    expect(again).not.toHaveProperty('due');
    const record = await sagas.merge(id, contributionOf([createdEvent(order)]), dueAt);
    expect(record).toMatchObject({ requests: { CANCEL: request }, created: { status: 'CREATED' } });
  });

  it('lets one of many writers make a step', async () => {
    const order = fresh();
    await sagas.merge(order.order_id, contributionOf([createdEvent(order)]), dueAt);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        sagas.advance(order.order_id, { from: ['CREATED'], to: 'PROCESSING', at, cause: `${index}` }),
      ),
    );
    expect(results.filter(({ made }) => made)).toHaveLength(1);
    expect(new Set(results.map(({ record }) => record?.history.PROCESSING?.cause)).size).toBe(1);
  });
});
