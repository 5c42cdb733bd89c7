import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { placeOrder } from '../../../../../functions/order/intake/intake.ts';
import type { SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { requestFingerprint } from '../../../../../functions/order/model/domain.ts';
import { newOrder } from '../../../../../functions/order/model/placed-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { dynamoDueOrders } from '../../../../../functions/order/store/due-orders.dynamodb.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { orderId } from '../../../../../functions/shared/kernel/ids.ts';
import type { PlaceOrderRequest } from '../../../../../schemas/generated/types.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryPrices, RecordingOrderEvents } from '../../../../support/fakes/order-ports.ts';
import {
  cancelRequestedEvent,
  createdEvent,
  orderOf,
  paidEvent,
  refundedEvent,
  rejectedEvent,
  reservedEvent,
} from '../../../../support/order-events.ts';

type Row = Readonly<Record<string, unknown>>;

const { client } = dynamodbLocal('orders');
const clock = new FixedClock();

const at = '2026-11-22T06:00:01.000Z';
const reached = (cause: string) => ({ at, cause });
const due = { due_shard: '1', due_at: '2026-11-22T06:02:01.000Z' };

/** As release 0.3 writes them, attribute by attribute. */
const inBothRows: Row = {
  user_id: 'user-1',
  email: 'ada@example.com',
  amount: 300,
  currency: 'GBP',
  payment_token: 'tok_approve',
  created_at: '2026-11-22T06:00:00.000Z',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
};
const placedRow: Row = {
  part: 'ORDER',
  client: 'key:test',
  fingerprint: 'f0f0f0f0-0000-5000-8000-000000000001',
  ...inBothRows,
  lines: 'A 1 100\nB 1 100\nC 1 100',
};
const provisionalRow: Row = { ...placedRow, expires_at: 1_796_000_000 };
const createdRow: Row = {
  part: 'SAGA',
  status: 'CREATED',
  expected: 3,
  ...inBothRows,
  reached_CREATED: reached('created'),
  ...due,
};
const processingRow: Row = {
  ...createdRow,
  status: 'PROCESSING',
  reached_PROCESSING: reached('reserved'),
  reserved: new Set(['A', 'B', 'C']),
};
const {
  due_shard: _,
  due_at: __,
  ...paidRow
}: Row = {
  ...processingRow,
  status: 'PAID',
  reached_PAID: reached('paid'),
  payment: { payment_id: 'p', state: 'PAID', processed_at: at },
};
const request = { at, actor: 'key:test', status: 'CREATED', reason: 'CHANGED_MIND' };

interface Case {
  readonly rows: readonly Row[];
  readonly events: (order: ReturnType<typeof orderOf>) => readonly SagaEvent[];
  readonly ends: string;
  readonly emits: readonly string[];
  /** Placed by this release, before 0.3 consumed its event. */
  readonly placedNow?: true;
}

const lines = (skus: string) => (order: ReturnType<typeof orderOf>) =>
  [...skus].map((sku) => reservedEvent(order.order_id, sku));

const cases: Readonly<Record<string, Case>> = {
  'placed, and ORDER_CREATED not consumed': {
    rows: [provisionalRow],
    events: (order) => [createdEvent(order), ...lines('ABC')(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'placed, and its lines come first': {
    rows: [provisionalRow],
    events: (order) => [...lines('ABC')(order), createdEvent(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'lines stored before ORDER_CREATED': {
    rows: [provisionalRow, { part: 'SAGA', reserved: new Set(['A', 'B']), ...due }],
    events: (order) => [createdEvent(order), ...lines('C')(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'placed, and a cancel stored and consumed before ORDER_CREATED': {
    rows: [provisionalRow, { part: 'SAGA', request_CANCEL: request, answered: new Set(['CANCEL']) }],
    events: (order) => [cancelRequestedEvent(order.order_id), createdEvent(order), ...lines('ABC')(order)],
    ends: 'CANCELLED',
    emits: ['ORDER_CANCELLED'],
  },
  'CREATED, with some of its lines': {
    rows: [placedRow, { ...createdRow, reserved: new Set(['A']) }],
    events: (order) => [...lines('BC')(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'CREATED, its expiry not yet removed': {
    rows: [provisionalRow, { ...createdRow, reserved: new Set(['A']) }],
    events: (order) => [createdEvent(order), ...lines('BC')(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'CREATED, with all lines and without the step that they complete': {
    rows: [placedRow, { ...createdRow, reserved: new Set(['A', 'B', 'C']) }],
    events: (order) => [...lines('C')(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'CREATED, and a line is rejected': {
    rows: [placedRow, createdRow],
    events: ({ order_id }) => [rejectedEvent(order_id, 'B')],
    ends: 'CANCELLED',
    emits: ['ORDER_CANCELLED'],
  },
  'PROCESSING, with a stored request': {
    rows: [placedRow, { ...processingRow, request_CANCEL: request, answered: new Set(['CANCEL']) }],
    events: (order) => [cancelRequestedEvent(order.order_id), paidEvent(order), refundedEvent(order)],
    ends: 'CANCELLED',
    emits: ['ORDER_CANCELLED'],
  },
  PAID: {
    rows: [placedRow, paidRow],
    events: (order) => [paidEvent(order), cancelRequestedEvent(order.order_id), refundedEvent(order)],
    ends: 'CANCELLED',
    emits: ['ORDER_CANCELLED'],
  },
  'placed now, and CREATED by 0.3': {
    placedNow: true,
    rows: [{ ...createdRow, reserved: new Set(['A']) }],
    events: (order) => [...lines('BC')(order), paidEvent(order)],
    ends: 'PAID',
    emits: ['ORDER_PROCESSING'],
  },
  'placed now, and moved to PROCESSING by 0.3': {
    placedNow: true,
    rows: [processingRow],
    events: (order) => [paidEvent(order)],
    ends: 'PAID',
    emits: [],
  },
};

let numbers = 0;

describe('an order whose rows release 0.3 wrote', () => {
  it.each(Object.entries(cases))('%s', async (_name, { rows, events, ends, emits, placedNow }) => {
    numbers += 1;
    const order = orderOf(['A', 'B', 'C'], `a1b2c3d4-0000-5000-8000-${String(numbers).padStart(12, '0')}`);
    const { order_id } = order;
    const sagas = dynamoSagas(client, 'orders', clock);
    if (placedNow) await sagas.create(newOrder(order, due.due_at));
    for (const row of rows) await client.send(new PutCommand({ TableName: 'orders', Item: { order_id, ...row } }));
    const saga = orderSaga({ sagas, clock, stepSeconds: 120 });
    const emitted: string[] = [];
    for (const event of events(order))
      for (const { type } of (await saga.apply(order_id, [event])).emit) emitted.push(type);
    expect(emitted).toEqual(emits);
    expect(await sagas.load(order_id)).toMatchObject({ created: { status: ends }, placed: order });
    const { Item } = await client.send(new GetCommand({ TableName: 'orders', Key: { order_id, part: 'ORDER' } }));
    expect(Item?.['expires_at']).toBeUndefined();
    expect(await dynamoDueOrders(client, 'orders').before('9', 100)).not.toContain(order_id);
  });

  describe('at a repetition of the request that placed it', () => {
    const placed = { user_id: 'user-1', currency: 'GBP', items: [{ sku: 'A', qty: 3 }], payment_token: 'tok_approve' };
    /** No row of the table `idempotency` is read: 0.3 forgot an answer after a day. */
    const repeated = async (rows: readonly Row[], request: PlaceOrderRequest = placed) => {
      numbers += 1;
      const idempotencyKey = `key-${numbers}`;
      const order_id = orderId('key:test', idempotencyKey);
      for (const row of rows) {
        const fingerprint = row['part'] === 'ORDER' ? { fingerprint: requestFingerprint(placed) } : {};
        await client.send(new PutCommand({ TableName: 'orders', Item: { order_id, ...row, ...fingerprint } }));
      }
      const events = new RecordingOrderEvents();
      const place = placeOrder({
        ...{ sagas: dynamoSagas(client, 'orders', clock), events, clock, stepSeconds: 120 },
        // Another price than the order was placed at.
        ...{ prices: new InMemoryPrices({ A: { unit_price: 7, currency: 'GBP' } }), newId: randomUUID },
        partitions: { of: () => undefined },
      });
      const deadline = { remainingMs: () => 20_000 };
      const command = { request, client: 'key:test', idempotencyKey, traceId: 'other', deadline };
      return { answer: await place(command), published: events.published };
    };
    const order = { amount: 300, created_at: placedRow['created_at'], trace_id: placedRow['trace_id'] };

    it('is answered as it was then, and not published again', async () => {
      const { answer, published } = await repeated([placedRow, paidRow]);
      expect(answer).toMatchObject({ ok: true, value: { replayed: true, order } });
      expect(published).toEqual([]);
    });

    it('is published, if nothing shows that 0.3 did it', async () => {
      const { answer, published } = await repeated([provisionalRow]);
      expect(answer).toMatchObject({ ok: true, value: { replayed: true, order } });
      expect(published).toMatchObject([{ type: 'ORDER_CREATED', ...order }]);
    });

    it('refuses its id to another request', async () => {
      const { answer } = await repeated([placedRow, paidRow], { ...placed, items: [{ sku: 'A', qty: 4 }] });
      expect(answer).toEqual({ ok: false, error: { kind: 'key-reused' } });
    });
  });
});
