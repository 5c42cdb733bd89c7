import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Counts, RowKey } from '../../../../../functions/analytics/model/domain.ts';
import type { ViewStore } from '../../../../../functions/analytics/model/ports.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { isRow, rowOf } from '../../../../../functions/analytics/store/view-items.dynamodb.ts';
import { dynamodbViews, type ViewTables } from '../../../../../functions/analytics/store/views.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';

const { client, newTable } = dynamodbLocal();
const clock = new FixedClock();
let tables: ViewTables;
let writeUnits = 0;
beforeAll(async () => {
  client.middlewareStack.add(
    (next) => async (args) => {
      const { input } = args as { input: object };
      const done = await next({ ...args, input: { ...input, ReturnConsumedCapacity: 'TOTAL' } as typeof args.input });
      const { ConsumedCapacity } = done.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      if ('UpdateExpression' in input || 'Item' in input) writeUnits += ConsumedCapacity?.CapacityUnits ?? 0;
      return done;
    },
    { step: 'initialize' },
  );
});
beforeEach(async () => {
  tables = { views: await newTable('views'), seen: await newTable('seen') };
  writeUnits = 0;
});

const order = (index: number, lines = 25) =>
  eventsOf({
    name: `order ${index}`,
    at: new Date(Date.parse('2026-11-22T06:00:00.000Z') + index * 700).toISOString(),
    // As many SKUs as the real catalogue, with few in common.
    lines: Array.from({ length: lines }, (_, line) => ({
      sku: `S${(Math.imul(index * lines + line + 1, 2_654_435_761) >>> 8) % 3_384}`,
      qty: 2,
      unit_price: 250,
    })),
  });

const delivered = (topic: string, events: readonly CountedEvent[], first = 0) =>
  events.map((event, index) =>
    receivedAt({ topic, partition: index % 4, offset: first + Math.floor(index / 4) }, event),
  );

/** The expected views, from the same events in memory. */
const expected = async (...batches: readonly (readonly Parameters<ReturnType<typeof project>>[0][number][])[]) => {
  const views = new InMemoryViews();
  for (const batch of batches) await project({ store: views })(batch);
  return views.counts;
};

const stored = async () => {
  const rows: Record<string, Counts> = {};
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: tables.views, ConsistentRead: true, ExclusiveStartKey }),
    );
    for (const item of page.Items ?? []) {
      const { view, row } = item as RowKey;
      if (isRow({ view })) rows[`${view}/${row}`] = rowOf(item).counts;
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
};

/** A store whose process crashes after so many writes; the last of them is applied, but its response is lost. */
const dying = (store: ViewStore, after: number): ViewStore => {
  let left = after;
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new TransientError('The process is dead');
    const done = await work();
    if (left === 0) throw new TransientError('The process died');
    return done;
  };
  return {
    ...store,
    firstPlaces: (...args) => write(() => store.firstPlaces(...args)),
    fillPage: (...args) => write(() => store.fillPage(...args)),
    addPlace: (...args) => write(() => store.addPlace(...args)),
    advance: (...args) => write(() => store.advance(...args)),
    keepGaps: (...args) => write(() => store.keepGaps(...args)),
    add: (...args) => write(() => store.add(...args)),
    touch: (...args) => write(() => store.touch(...args)),
  };
};

describe('the projection on DynamoDB', () => {
  it('counts all events of twenty orders', async () => {
    const created = delivered(
      'orders.created',
      Array.from({ length: 20 }, (_, index) => order(index).created()),
    );
    const paid = delivered(
      'payments.completed',
      Array.from({ length: 20 }, (_, index) => order(index).paid(1_500)),
    );
    expect(await project({ store: dynamodbViews(client, tables, clock) })([...created, ...paid])).toEqual({
      emit: [],
      failed: [],
      rejected: [],
    });
    expect(await stored()).toEqual(await expected([...created, ...paid]));
  });

  it.each([1, 3, 4, 6, 9])('continues after a crash at write %i, in other batches', async (writes) => {
    const events = Array.from({ length: 12 }, (_, index) => order(index).created());
    // The first is re-emitted by a producer that received no acknowledgement.
    const batch = delivered('orders.created', [...events, ...events.slice(0, 4)]);
    const store = dynamodbViews(client, tables, clock);
    const { failed } = await project({ store: dying(store, writes) })(batch);
    expect(failed).toHaveLength(batch.length);
    for (const [from, to] of [
      [0, 7],
      [7, 16],
    ] as const)
      await project({ store })(batch.slice(from, to));
    expect(await stored()).toEqual(await expected(delivered('orders.created', events)));
  });

  it('counts once with concurrent invocations', async () => {
    const batch = delivered(
      'orders.created',
      Array.from({ length: 12 }, (_, index) => order(index).created()),
    );
    const invocation = (part: typeof batch) => project({ store: dynamodbViews(client, tables, clock) })(part);
    // A zombie with the first half, its successor with all, and partitions of another poller.
    const others = Array.from({ length: 8 }, (_, index) =>
      receivedAt({ topic: 'orders.created', partition: 10 + index, offset: 5 }, order(100 + index).created()),
    );
    await Promise.all([invocation(batch.slice(0, 6)), invocation(batch), invocation(others), invocation(batch)]);
    expect(await stored()).toEqual(await expected(batch, others));
  });
});

describe('the projection costs', () => {
  const perOrder = async (orders: number, batches: number, lines: number): Promise<number> => {
    const store = dynamodbViews(client, tables, clock);
    const size = orders / batches;
    // The first day of packed events, once.
    await store.packedFrom();
    writeUnits = 0;
    for (let batch = 0; batch < batches; batch += 1) {
      const some = Array.from({ length: size }, (_, index) => order(batch * size + index, lines));
      const facts = some.flatMap((one) => [one.created(), one.processing(300)]);
      const paid = some.map((one) => one.paid(900));
      await project({ store })(delivered('orders.created', facts, batch * 1_000));
      await project({ store })(delivered('payments.completed', paid, batch * 1_000));
    }
    return writeUnits / orders;
  };

  it.each([
    ['of 3 lines that comes alone', 14, 3, 4, 4],
    ['of 25 lines that comes alone', 16, 25, 4, 4],
    ['of 1 line, of ten in a batch', 2.5, 1, 10, 1],
    ['of 3 lines, of ten in a batch', 2.5, 3, 10, 1],
    ['of 25 lines, of ten in a batch', 2.5, 25, 10, 1],
    ['of 100 lines, of ten in a batch', 2.9, 100, 10, 1],
    ['of 25 lines, of a hundred in a batch with 2,168 SKUs', 1.4, 25, 100, 1],
  ])('for an order %s %f write units', async (_case, units, lines, orders, batches) => {
    expect(await perOrder(orders, batches, lines)).toBeCloseTo(units, 1);
  });
});
