import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { newOrder } from '../../../../../functions/order/model/placed-domain.ts';
import { states } from '../../../../../functions/order/model/saga-domain.ts';
import type { SagaRecord } from '../../../../../functions/order/model/saga-record-domain.ts';
import { orderSaga } from '../../../../../functions/order/saga/saga.ts';
import { placedAttributes } from '../../../../../functions/order/store/placed-item.dynamodb.ts';
import { attributesOf } from '../../../../../functions/order/store/saga-item.dynamodb.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const dynamodb = dynamodbLocal();

/** Counts requests, and the capacity units of writes, with those of the index. */
const counting = (client: DynamoDBDocumentClient) => {
  const counted = { requests: 0, units: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (/^(Put|Update)/.test(commandName)) Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
        const result = await next(args);
        counted.requests += 1;
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
        counted.units += ConsumedCapacity?.CapacityUnits ?? 0;
        return result;
      },
    { step: 'initialize' },
  );
  return counted;
};

describe('write units of an order in the Orders table, from its placement to PAID', () => {
  it.each([
    { lines: 1, batches: 1, units: 5, requests: 6 },
    { lines: 3, batches: 1, units: 5, requests: 6 },
    { lines: 3, batches: 3, units: 7, requests: 10 },
    { lines: 25, batches: 1, units: 6, requests: 6 },
    { lines: 100, batches: 1, units: 10, requests: 6 },
  ])('$lines lines in $batches batches: $units, in $requests requests', async ({ lines, batches, ...expected }) => {
    const client = dynamodb.newClient();
    const table = await dynamodb.newTable('orders');
    const counted = counting(client);
    const clock = new FixedClock();
    const sagas = dynamoSagas(client, table, clock);
    const order = orderOf(Array.from({ length: lines }, (_, index) => `${85_120 + index}A`));
    const { apply } = orderSaga({ sagas, clock, stepSeconds: 120 });
    await sagas.create(newOrder(order, '2026-11-22T06:02:00.000Z'));
    await apply(order.order_id, [createdEvent(order)]);
    const reserved = order.line_items.map(({ sku }) => reservedEvent(order.order_id, sku));
    const size = Math.ceil(lines / batches);
    for (let from = 0; from < lines; from += size) await apply(order.order_id, reserved.slice(from, from + size));
    await apply(order.order_id, [paidEvent(order)]);
    expect(counted).toEqual(expected);
    expect((await sagas.load(order.order_id))?.created?.status).toBe('PAID');
  });
});

describe('the item of the largest order', () => {
  it('takes 2,000 lines of the longest SKUs, and all that may happen to it, far below 400 KB', async () => {
    const sku = (index: number) => `${index}`.padStart(64, 'A');
    const { order_id, ...order } = orderOf(Array.from({ length: 2_000 }, (_, index) => sku(index)));
    const placed = {
      ...{ ...order, order_id, user_id: 'u'.repeat(128), email: 'e'.repeat(254), payment_token: 't'.repeat(256) },
      ...{ client: `user:${'s'.repeat(255)}`, amount: Number.MAX_SAFE_INTEGER },
      // The total of an order is a safe integer: a line of it has at most so many digits.
      line_items: order.line_items.map((line) => ({ ...line, qty: 1_000_000, unit_price: 4_503_599 })),
    };
    const request = {
      at: order.created_at,
      actor: 'a'.repeat(256),
      status: 'CREATED',
      reason: 'r'.repeat(1_024),
    } as const;
    const reached = { at: order.created_at, cause: order_id, actor: request.actor };
    const record = {
      ...newOrder(placed, order.created_at),
      reserved: new Set(order.line_items.map((line) => line.sku)),
      requests: { CANCEL: request, SHIP: request, COMPLETE: request },
      answered: new Set(['CANCEL'] as const),
      history: Object.fromEntries(states.map((state) => [state, reached])),
      payment: { payment_id: order_id, state: 'REFUNDED', processed_at: order.created_at },
      refund: { payment_id: order_id, at: order.created_at },
      shipment: { carrier: 'c'.repeat(64), tracking_number: 'n'.repeat(64) },
      reason: 'r'.repeat(1_024),
    } as const satisfies SagaRecord;
    const item = { order_id, part: 'ORDER', ...attributesOf(record), ...placedAttributes(placed), version: 10_000 };
    const attributes = marshall(item, { removeUndefinedValues: true, convertEmptyValues: true });
    const size = itemSize(attributes as unknown as Parameters<typeof itemSize>[0]);
    expect(size).toBeGreaterThan(250_000);
    expect(size).toBeLessThan(320_000);
  });
});
