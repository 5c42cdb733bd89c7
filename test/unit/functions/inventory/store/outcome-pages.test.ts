import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../functions/inventory/model/stock-domain.ts';
import {
  outcomesOfPage,
  pageItems,
  rangesOf,
} from '../../../../../functions/inventory/store/outcome-pages.dynamodb.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import { base64Bytes } from '../../../../support/base64-bytes.ts';

type Page = ReturnType<typeof pageItems>[number];

const sku = 'A';
const secondMs = 1_000;
const dayMs = 86_400 * secondMs;
const start = Date.UTC(2026, 0, 1);
const timeOf = (ms: number): string => new Date(start + ms).toISOString();

/** An order that was placed so many milliseconds after the start. */
const outcome = (version: number, placedMs: number, more: Partial<Outcome> = {}): Outcome => ({
  ...{
    owner: `0e822ca5-581e-57fb-8842-${placedMs.toString(16).padStart(12, '0')}`,
    sku,
    state: 'RESERVED',
    qty: 1,
    version,
    available: 1_000_000,
  },
  ...{ at: timeOf(placedMs + 300), orderedAt: timeOf(placedMs), ...more },
});

const isIn = (page: Page, ranges: ReturnType<typeof rangesOf>): boolean =>
  ranges.some(({ partition, first, last }) => {
    const key = String(page['sku']);
    return page['order_id'] === partition && key >= first && key <= last;
  });

/** The pages that a search for the order of that time reads. */
const readFor = (pages: readonly Page[], placedMs: number): readonly Page[] => {
  const placed = { from: timeOf(placedMs), to: timeOf(placedMs) };
  const ranges = rangesOf({ sku, owners: new Set(), placed });
  return pages.filter((page) => isIn(page, ranges));
};

const bytesOf = (page: Page): number => itemSize(JSON.parse(JSON.stringify(marshall(page), base64Bytes)));
const total = (pages: readonly Page[]): number => pages.reduce((sum, page) => sum + bytesOf(page), 0);

const anyPlacedMs = fc.oneof(fc.nat(5 * secondMs), fc.nat(3_600 * secondMs), fc.nat(90 * dayMs));

describe('pages of outcomes', () => {
  it('have every outcome once, and are read by a search for any of their orders', () => {
    fc.assert(
      fc.property(fc.array(anyPlacedMs, { minLength: 1, maxLength: 60 }), (times) => {
        const outcomes = times.map((time, index) => outcome(index + 1, time));
        const pages = pageItems(outcomes);
        const found = pages.flatMap(outcomesOfPage);
        expect(found.sort((a, b) => a.version - b.version)).toEqual(outcomes);
        for (const time of times) {
          const read = readFor(pages, time).flatMap(outcomesOfPage);
          const own = outcomes.filter(({ orderedAt }) => orderedAt === timeOf(time));
          expect(read).toEqual(expect.arrayContaining(own));
          const until = rangesOf({ sku, owners: new Set(), placed: { to: timeOf(time) } });
          const earlier = outcomes.filter(({ orderedAt = '' }) => orderedAt <= timeOf(time));
          const readUntil = pages.filter((page) => isIn(page, until)).flatMap(outcomesOfPage);
          expect(readUntil).toEqual(expect.arrayContaining(earlier));
        }
      }),
    );
  });

  it('are the same items at a repeated write, and others for other outcomes of the same orders', () => {
    const first = [outcome(1, 0), outcome(2, 1)];
    const keys = (outcomes: readonly Outcome[]) => pageItems(outcomes).map((page) => page['sku']);
    expect(keys(first)).toEqual(keys(first));
    expect(keys([outcome(1, 0), outcome(3, 0, { state: 'COMMITTED' })])).not.toEqual(keys(first));
  });

  it('are one where the orders of a log are seconds, hours or days apart', () => {
    for (const apart of [10, secondMs, 60 * secondMs, 3_600 * secondMs, dayMs]) {
      const outcomes = Array.from({ length: 26 }, (_, index) => outcome(index + 1, Math.floor(index / 2) * apart));
      expect(pageItems(outcomes)).toHaveLength(1);
    }
  });

  it('leave outcomes of late commands to pages of their own: the others stay easy to find', () => {
    const late = [outcome(1, 0, { state: 'RELEASED' }), outcome(2, 20 * dayMs, { state: 'RELEASED' })];
    const recent = Array.from({ length: 24 }, (_, index) => outcome(index + 3, 40 * dayMs + index * 100));
    const pages = pageItems([...late, ...recent]);
    expect(pages.map((page) => outcomesOfPage(page).length).sort((a, b) => a - b)).toEqual([1, 1, 24]);
    expect(readFor(pages, 40 * dayMs)).toHaveLength(1);
  });

  it('refuse an outcome without its order’s time, which no search would find', () => {
    const { orderedAt: _orderedAt, ...timeless } = outcome(7, 0);
    expect(() => pageItems([timeless])).toThrow('Outcome 7 of A has no order');
  });
});

/** The pages of a SKU that is in a hundred orders a second, each RESERVED and COMMITTED, for so long. */
const hotPages = (seconds: number, batch: number): readonly Page[] => {
  const outcomes = Array.from({ length: seconds * 200 }, (_, index) =>
    outcome(index + 1, Math.floor(index / 2) * 10, { state: index % 2 === 0 ? 'RESERVED' : 'COMMITTED' }),
  );
  const pages: Page[] = [];
  for (let first = 0; first < outcomes.length; first += batch)
    pages.push(...pageItems(outcomes.slice(first, first + batch)));
  return pages;
};

describe('the pages of a SKU in every order, a hundred a second', () => {
  it.each([26, 200, 1_000])(
    'are far below DynamoDB’s limit, and a search reads as much after three minutes as after one (%i at once)',
    (batch) => {
      const minute = hotPages(60, batch);
      const minutes = hotPages(180, batch);
      for (const page of minute) expect(bytesOf(page)).toBeLessThan(400 * 1_024 * 0.16);
      const read = total(readFor(minute, 30 * secondMs));
      expect(read).toBeLessThan(100 * 1_024);
      expect(total(readFor(minutes, 30 * secondMs))).toBe(read);
      expect(total(readFor(minutes, 150 * secondMs))).toBeLessThan(100 * 1_024);
    },
    30_000,
  );

  it('cost a day some 500 MB, each outcome less than 30 bytes', () => {
    const pages = hotPages(20, 200);
    expect(total(pages) / (20 * 200)).toBeLessThan(30);
  });
});
