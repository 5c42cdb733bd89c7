import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { recountViews } from '../../../../../bin/views/rebuild.ts';
import { dynamodbViewTable } from '../../../../../bin/views/view-table.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { analytics } from '../../../../../functions/analytics/query/query.ts';
import { dynamodbViewReader } from '../../../../../functions/analytics/store/view-reader.dynamodb.ts';
import { dynamodbViews } from '../../../../../functions/analytics/store/views.dynamodb.ts';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';

const { client, newTable } = dynamodbLocal();
const topic = 'orders.created';
const orderOf = (name: string, day: string) =>
  eventsOf({ name, at: `${day}T06:00:00.000Z`, lines: [{ sku: 'A', qty: 1, unit_price: 250 }] });
const [first, second, later] = [
  orderOf('first', '2026-11-22'),
  orderOf('second', '2026-11-22'),
  orderOf('later', '2026-11-24'),
];

/** What release 0.3.0 wrote for the first order, at offset 0 of partition 3. */
const earlierRows = [
  { view: 'orders|days', row: '2026-11-22', 'n.reached.CREATED': 1, 'f.3': 0 },
  { view: 'orders|2026-11-22', row: '06:00', 'n.reached.CREATED': 1, 'f.3': 0 },
  { view: 'skus|2026-11-22|1', row: 'A', 'n.units': 1, 'n.revenue.GBP': 250, 'f.3': 0 },
  { view: 'progress', row: topic, at: '2026-11-22T06:00:00.000Z' },
];
const earlierSeen = [
  {
    id: 'order|758dd451-30cb-5b9b-a5df-1ce4b9ced2dd',
    expires_at: 1_774_000_000,
    '0696749f-b9a0-55a7-ab96-9ee3cda91f61': '3:0',
  },
  { id: 'progress|orders.created', p3: '|-1' },
];

describe('the views of an earlier release', () => {
  let tables: { readonly views: string; readonly seen: string };
  beforeEach(async () => {
    tables = { views: await newTable('views'), seen: await newTable('seen') };
  });
  const given = async (): Promise<void> => {
    for (const Item of earlierRows) await client.send(new PutCommand({ TableName: tables.views, Item }));
    for (const Item of earlierSeen) await client.send(new PutCommand({ TableName: tables.seen, Item }));
  };

  const storeAt = (now: string) => dynamodbViews(client, tables, new FixedClock(now));
  const deliver = async (events: readonly CountedEvent[], from: number): Promise<void> => {
    const received = events.map((event, index) => receivedAt({ topic, partition: 3, offset: from + index }, event));
    const outcome = await project({ store: storeAt('2026-11-22T06:30:00.000Z') })(received);
    expect(outcome).toEqual({ emit: [], failed: [], rejected: [] });
  };
  const rowsOf = async () =>
    Object.fromEntries(
      (await dynamodbViewTable(client, tables.views).rows())
        .filter(({ view }) => view.startsWith('skus|'))
        .map(({ view, row, counts }) => [`${view}/${row}`, counts]),
    );

  /** Everything that was delivered, twice the first: redelivered, and emitted again. */
  const log = [first.created(), first.created(), second.created(), later.created(), later.created()];

  it('are continued without a difference, also where events come again', async () => {
    await given();
    await deliver(log.slice(0, 3), 0);
    await deliver(log.slice(3), 3);
    await deliver(log, 0);
    expect(await rowsOf()).toEqual({
      'skus|2026-11-22|1/A': { units: 2, 'revenue.GBP': 500 },
      'skus|2026-11-24|1/hour|06': { 'units.A': 1, 'revenue.GBP.A': 250 },
    });
    const { totals, top_skus } = await analytics({ views: dynamodbViewReader(client, tables.views) })({
      ...{ from: '2026-11-22T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z', resolution: 'day' },
    });
    expect(totals.accepted).toBe(3);
    expect(top_skus).toEqual([{ sku: 'A', basis: 'ORDERED', units: 3, revenue: { GBP: 750 } }]);
    const position = { topic, partition: 3, first: 0, end: log.length, acknowledged: log.length };
    const recounted = await recountViews(
      {
        table: dynamodbViewTable(client, tables.views),
        log: {
          positions: async () => [position],
          read: async (_, onRecord) => {
            for (const [offset, event] of log.entries())
              onRecord({ topic, partition: 3, offset, value: Buffer.from(JSON.stringify(event)) });
          },
        },
      },
      () => ({ update: () => undefined, stop: () => undefined }),
    );
    expect(recounted.differences).toEqual([]);
  });

  it('are packed from a day that it cannot have counted, decided once', async () => {
    await given();
    expect(await dynamodbViewTable(client, tables.views).packedFrom()).toBe('9999-99-99');
    expect(await storeAt('2026-11-22T23:59:59.000Z').packedFrom()).toBe('2026-11-24');
    expect(await storeAt('2026-12-24T00:00:00.000Z').packedFrom()).toBe('2026-11-24');
    expect(await dynamodbViewTable(client, tables.views).packedFrom()).toBe('2026-11-24');
  });

  it('are packed from the first day on in new tables, whichever of two invocations is first', async () => {
    const store = storeAt('2026-11-22T06:30:00.000Z');
    expect(await Promise.all([store.packedFrom(), store.packedFrom()])).toEqual(['0000-00-00', '0000-00-00']);
    await deliver([first.created()], 0);
    expect(Object.keys(await rowsOf())).toEqual(['skus|2026-11-22|1/hour|06']);
    expect(await store.packedFrom()).toBe('0000-00-00');
  });
});
