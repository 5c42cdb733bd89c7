import { createHash } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { changed, changeOf, emptyRow, type Row, rowName } from '../../../../../functions/analytics/model/domain.ts';
import { packedSums } from '../../../../../functions/analytics/model/packing-domain.ts';
import { pageLimit } from '../../../../../functions/analytics/model/seen-pages-domain.ts';
import { type CountedEvent, contributionsOf } from '../../../../../functions/analytics/model/views-domain.ts';
import { packed, unpacked } from '../../../../../functions/analytics/store/packed-rows.node.ts';
import { countAttribute, fenceAttribute } from '../../../../../functions/analytics/store/view-items.dynamodb.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import { topics } from '../../../../../schemas/catalogue.ts';
import { eventsOf } from '../../../../support/analytics-events.ts';

/** The limit of a DynamoDB item, and the share that a row may use. */
const itemLimit = 400 * 1_024;
const rowLimit = 16 * 1_024;

const differing = 2_000;
const code = (index: number): string => `R${String(index).padStart(39, '0')}`;
const currency = (index: number): string =>
  [index / 676, index / 26, index].map((n) => String.fromCharCode(65 + (Math.floor(n) % 26))).join('');

const order = (index: number) =>
  eventsOf({ name: `order ${index}`, at: '2026-11-22T06:00:00.000Z', currency: currency(index) });

/** A day on which every client, gateway and template uses a different value. */
const dayOf = (event: (index: number) => CountedEvent, topic: keyof typeof topics): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (let index = 0; index < differing; index += 1) {
    const place = { partition: index % topics[topic].partitions, offset: index };
    for (const contribution of contributionsOf(event(index), place)) {
      const row = rows.get(rowName(contribution)) ?? emptyRow;
      const change = changeOf([contribution], row);
      if (change !== undefined) rows.set(rowName(contribution), changed(row, change));
    }
  }
  return [...rows.values()];
};

/** With sums of the maximum length of DynamoDB's numbers, and offsets of Kafka's. */
const sizeOf = ({ counts, fences }: Row): number =>
  itemSize(
    marshall({
      view: 'v'.repeat(64),
      row: 'r'.repeat(64),
      ...Object.fromEntries(Object.keys(counts).map((name) => [countAttribute(name), 10n ** 38n - 1n])),
      ...Object.fromEntries(Object.keys(fences).map((name) => [fenceAttribute(name), 2n ** 63n - 1n])),
    }) as unknown as Parameters<typeof itemSize>[0],
  );

describe('a row of a view', () => {
  it.each<[string, (index: number) => CountedEvent, keyof typeof topics]>([
    ['reasons to cancel', (index) => order(index).cancelled(5, code(index)), 'orders.created'],
    ['codes of declined payments', (index) => order(index).failed(5, code(index)), 'payments.completed'],
    ['currencies charged', (index) => order(index).paid(index * 100), 'payments.completed'],
    ['currencies refunded', (index) => order(index).refunded(5), 'payments.completed'],
    ['currencies of a SKU', (index) => order(index).created(), 'orders.created'],
    ['templates', (index) => order(index).notified(`t-${code(index).toLowerCase()}`, 5), 'notifications.events'],
  ])('stays within its limit with two thousand different %s on a day', (_what, event, topic) => {
    const rows = dayOf(event, topic);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(sizeOf(row)).toBeLessThan(rowLimit);
    expect(rowLimit).toBeLessThan(itemLimit / 4);
  });
});

describe('a packed row', () => {
  const sizeOfPacked = (row: Row): number =>
    itemSize(
      marshall({
        ...{ view: 'skus|2026-11-22|3', row: 'hour|06', revision: 9_999, packed: packed(row) },
      }) as unknown as Parameters<typeof itemSize>[0],
    );
  const rowWith = (skus: number, letters: number): Row => ({
    counts: Object.assign(
      {},
      ...Array.from({ length: skus }, (_, index) => {
        const sku = createHash('sha256').update(String(index)).digest('base64url').repeat(2).slice(0, letters);
        const units = (index * 7_919) % 5_000;
        return packedSums(sku, { units, currency: 'GBP', revenue: units * 1_295 });
      }),
    ),
    fences: Object.fromEntries(Array.from({ length: 48 }, (_, partition) => [partition, 9_007_199_254_740_991])),
  });

  it.each([
    // The whole catalogue of the real orders (3,384 SKUs) in one row of four.
    [3_384, 6, itemLimit / 7],
    [10_000, 8, itemLimit],
    // Names as long as they may be, without anything in common.
    [4_000, 64, itemLimit],
  ])('has room for %i SKUs of %i letters', (skus, letters, limit) => {
    expect(sizeOfPacked(rowWith(skus, letters))).toBeLessThan(limit);
  });

  it('is read as it was written, with sums of any size', () => {
    const row = { ...rowWith(50, 8), crossings: { '3.17': 12 } };
    const large = { ...row, counts: { ...row.counts, 'revenue.IDR.A': 10n ** 37n } };
    expect(unpacked(packed(large))).toEqual(large);
    expect(unpacked(Buffer.from('damaged'))).toEqual(emptyRow);
  });
});

describe('a page of places', () => {
  it('stays within its limit with events that were replayed many times', () => {
    const places = Array.from({ length: 10 }, () => '47:9007199254740991').join(' ');
    const events = Array.from({ length: pageLimit }, (_, index) => [`${index}`.padStart(36, '0'), places]);
    const item = { id: 'page|order|2026-11-22|06:00|f', size: pageLimit, expires_at: 1_900_000_000 };
    const size = itemSize(
      marshall({ ...item, ...Object.fromEntries(events) }) as unknown as Parameters<typeof itemSize>[0],
    );
    expect(size).toBeLessThan(itemLimit / 4);
  });
});
