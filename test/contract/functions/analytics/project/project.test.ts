import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ViewStore } from '../../../../../functions/analytics/model/ports.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { dynamodbViews, type ViewTables } from '../../../../../functions/analytics/store/views.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';

const { client, newTable } = dynamodbLocal();
let tables: ViewTables;
let writeUnits = 0;
beforeAll(async () => {
  client.middlewareStack.add(
    (next) => async (args) => {
      const { input } = args as { input: object };
      const done = await next({ ...args, input: { ...input, ReturnConsumedCapacity: 'TOTAL' } as typeof args.input });
      const { ConsumedCapacity } = done.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      if ('UpdateExpression' in input) writeUnits += ConsumedCapacity?.CapacityUnits ?? 0;
      return done;
    },
    { step: 'initialize' },
  );
});
beforeEach(async () => {
  tables = { views: await newTable('views'), seen: await newTable('seen') };
  writeUnits = 0;
});

const order = (index: number) =>
  eventsOf({
    name: `order ${index}`,
    at: new Date(Date.parse('2026-11-22T06:00:00.000Z') + index * 700).toISOString(),
    // As many SKUs as the real catalogue, with few in common.
    lines: Array.from({ length: 25 }, (_, line) => ({
      sku: `S${(Math.imul(index * 25 + line + 1, 2_654_435_761) >>> 8) % 3_384}`,
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
  const rows: Record<string, Record<string, number>> = {};
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: tables.views, ConsistentRead: true, ExclusiveStartKey }),
    );
    for (const { view, row, ...attributes } of page.Items ?? []) {
      if (view === 'progress') continue;
      const counts = Object.entries(attributes).filter(([name]) => name.startsWith('n.'));
      rows[`${view}/${row}`] = Object.fromEntries(counts.map(([name, count]) => [name.slice(2), count]));
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
    expect(await project({ store: dynamodbViews(client, tables) })([...created, ...paid])).toEqual({
      emit: [],
      failed: [],
      rejected: [],
    });
    expect(await stored()).toEqual(await expected([...created, ...paid]));
  });

  it.each([1, 5, 20, 33, 77])('continues after a crash at write %i, in other batches', async (writes) => {
    const events = Array.from({ length: 12 }, (_, index) => order(index).created());
    // The first is re-emitted by a producer that received no acknowledgement.
    const batch = delivered('orders.created', [...events, ...events.slice(0, 4)]);
    const store = dynamodbViews(client, tables);
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
    const invocation = (part: typeof batch) => project({ store: dynamodbViews(client, tables) })(part);
    // A zombie with the first half, its successor with all, and partitions of another poller.
    const others = Array.from({ length: 8 }, (_, index) =>
      receivedAt({ topic: 'orders.created', partition: 10 + index, offset: 5 }, order(100 + index).created()),
    );
    await Promise.all([invocation(batch.slice(0, 6)), invocation(batch), invocation(others), invocation(batch)]);
    expect(await stored()).toEqual(await expected(batch, others));
  });
});

describe('the projection costs', () => {
  const facts = (index: number) => [order(index).created(), order(index).processing(300)];
  const perOrder = async (orders: number, batches: number): Promise<number> => {
    const store = dynamodbViews(client, tables);
    const size = orders / batches;
    for (let batch = 0; batch < batches; batch += 1) {
      const indexes = Array.from({ length: size }, (_, index) => batch * size + index);
      await project({ store })(delivered('orders.created', indexes.flatMap(facts), batch * 1_000));
      await project({ store })(
        delivered(
          'payments.completed',
          indexes.map((index) => order(index).paid(900)),
          batch * 1_000,
        ),
      );
    }
    return writeUnits / orders;
  };

  it('37 write units for a single order of 25 lines', async () => {
    expect(await perOrder(4, 4)).toBe(37);
  });

  it('24 write units per order in a batch of 100 orders with 2,168 SKUs', async () => {
    expect(Math.round(await perOrder(100, 1))).toBe(24);
  });
});
