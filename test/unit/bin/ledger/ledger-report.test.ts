// Also tests functions/ops/model
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ledgerLines } from '../../../../bin/ledger/ledger-lines.ts';
import { operatorBooks } from '../../../../bin/ledger/operator-books.ts';
import {
  type BooksRead,
  type ExactLedgerPage,
  ledgerReport,
} from '../../../../functions/ops/model/ledger-report-domain.ts';
import { readBooks } from '../../../../functions/ops/model/read-books-domain.ts';
import type { LedgerOrderDifference, LedgerOrders } from '../../../../schemas/generated/types.ts';

const at = '2026-11-22T06:31:02.417Z';
const counts: LedgerOrders = {
  ...{ accepted: 3, final: 3, in_flight: 0, parked: 0, overdue: 0, provisional: 0 },
  by_status: { PAID: 2, CANCELLED: 1 },
};
const stock = { sku: '85123A', available: 5, reserved: 0, sold: 5, adjusted: 10, version: 9 };
const ordersPage = (given: Partial<ExactLedgerPage> = {}): ExactLedgerPage => ({
  ...{ book: 'orders', at, checked: 3, orders: counts, order_differences: [] },
  money: { source: 'gateway', currencies: [{ currency: 'GBP', charged: 2_550, refunded: 50 }] },
  units: [{ sku: '85123A', kept: 5, open: 0, young: 0 }],
  ...given,
});
const stocksPage = (given: Partial<ExactLedgerPage> = {}): ExactLedgerPage => ({
  ...{ book: 'stocks', at, checked: 1, stocks: [stock], stock_differences: [] },
  ...given,
});
const views = { accepted: 3, lag: 0, missing: 0 };
const books = (given: Partial<BooksRead> = {}): BooksRead => ({
  ...{ orders: [ordersPage()], stocksBefore: [stocksPage()], stocksAfter: [stocksPage()] },
  ...{ viewsBefore: views, viewsAfter: views },
  ...given,
});
const linesOf = (read: BooksRead) => ledgerLines(ledgerReport(read)).map(stripVTControlCharacters);
const difference: LedgerOrderDifference = {
  order_id: '6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11',
  status: 'CANCELLED',
  kind: 'REFUND_FAILED',
  currency: 'GBP',
  expected: 0,
  kept: 2_550,
};

describe('the ledger balances', () => {
  it('where nothing differs', () => {
    expect(ledgerReport(books())).toEqual({
      balanced: true,
      orders: counts,
      views: { accepted: [3, 3], outcome: 'equal' },
      money: { source: 'gateway', currencies: [{ currency: 'GBP', charged: 2_550, refunded: 50 }] },
      stocks: { skus: 1, matched: 1, unsettled: 0 },
      differences: { orders: [], stocks: [], units: [] },
    });
    expect(linesOf(books())).toEqual([
      'orders  3 accepted = 3 final + 0 in flight + 0 parked',
      '        2 PAID, 1 CANCELLED',
      'views   counted 3 orders in Kafka',
      'money   25.50 GBP charged, 0.50 GBP refunded',
      'stock   1 SKUs, 1 match their orders',
      'balances',
    ]);
  });

  it('by the sums of all pages, also beyond the safe integers', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const page = ordersPage({
      money: { source: 'gateway', currencies: [{ currency: 'GBP', charged: most, refunded: 0 }] },
      units: [{ sku: '85123A', kept: 2, open: 0, young: 0 }],
    });
    const other = { ...page, units: [{ sku: '85123A', kept: 3, open: 0, young: 0 }] };
    const six = { ...views, accepted: 6 };
    const report = ledgerReport(books({ orders: [page, other], viewsBefore: six, viewsAfter: six }));
    expect(report).toMatchObject({ balanced: true, orders: { accepted: 6, by_status: { PAID: 4 } } });
    expect(report.money.currencies).toEqual([{ currency: 'GBP', charged: 2n * BigInt(most), refunded: 0 }]);
  });

  it('as far as orders are final, while some move', () => {
    const moving = ordersPage({ orders: { ...counts, final: 2, in_flight: 1 } });
    expect(linesOf(books({ orders: [moving] })).at(-1)).toBe('balances, as far as orders are final');
  });

  it('where the views count orders that arrive meanwhile', () => {
    const after = { ...views, accepted: 5 };
    expect(ledgerReport(books({ viewsAfter: after })).views).toEqual({ accepted: [3, 5], outcome: 'equal' });
    const before = { ...views, accepted: 4 };
    const placed = ordersPage({ orders: { ...counts, provisional: 1 } });
    expect(ledgerReport(books({ orders: [placed], viewsBefore: before, viewsAfter: after })).balanced).toBe(true);
  });

  it('without the views, while they have records left to count or miss some', () => {
    for (const viewsAfter of [
      { ...views, accepted: 1, lag: 2 },
      { ...views, accepted: 1, missing: 2 },
    ]) {
      const report = ledgerReport(books({ viewsAfter }));
      expect(report).toMatchObject({ balanced: true, views: { outcome: 'unknown' } });
    }
  });

  it('with a note where the ledger of the gateway is not available', () => {
    const money = { ...(ordersPage().money ?? { currencies: [] }), source: 'payments' } as const;
    expect(linesOf(books({ orders: [ordersPage({ money })] })).join('\n')).toContain('not available here');
    const compared = { ...money, statement_compared_until: at };
    expect(linesOf(books({ orders: [ordersPage({ money: compared })] })).join('\n')).toContain(`compared up to ${at}`);
  });
});

describe('the ledger does not balance', () => {
  it('where an order differs, which is named', () => {
    const lines = linesOf(books({ orders: [ordersPage({ order_differences: [difference] })] }));
    expect(lines).toContain(
      '  6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11  CANCELLED waits for a refund that the gateway refused: the gateway keeps 25.50 GBP of 0.00 GBP; orderstream timeline 6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11',
    );
    expect(lines.at(-1)).toBe('does not balance');
  });

  it('where a stock differs in itself', () => {
    const stock_differences = [{ sku: '85123A', kind: 'UNITS_DIFFER', adjusted: 10, counted: 9 }] as const;
    const report = ledgerReport(books({ stocksAfter: [stocksPage({ stock_differences })] }));
    expect(report).toMatchObject({ balanced: false, differences: { stocks: stock_differences } });
  });

  it('where the views counted more orders than there are, or fewer', () => {
    for (const accepted of [2, 4]) {
      const counted = { ...views, accepted };
      const report = ledgerReport(books({ viewsBefore: counted, viewsAfter: counted }));
      expect(report).toMatchObject({ balanced: false, views: { outcome: 'different' } });
    }
  });

  it('lists the first twenty differences of many', () => {
    const many = Array.from({ length: 25 }, () => difference);
    expect(linesOf(books({ orders: [ordersPage({ order_differences: many })] }))).toContain(
      '  and 5 more: --json lists them',
    );
  });
});

describe('units of a stock', () => {
  const unitsOf = (sold: number, reserved: number, ordered: { kept: number; open: number; young: number }) => {
    const found = [stocksPage({ stocks: [{ ...stock, sold, reserved }] })];
    const orders = [ordersPage({ units: [{ sku: '85123A', ...ordered }] })];
    const { stocks, differences } = ledgerReport(books({ orders, stocksBefore: found, stocksAfter: found }));
    return differences.units.length > 0 ? 'different' : stocks.matched === 1 ? 'matched' : 'unsettled';
  };

  it.each([
    [5, 0, { kept: 5, open: 0, young: 0 }, 'matched'],
    [5, 2, { kept: 5, open: 3, young: 0 }, 'matched'],
    // Sold without an order, or not sold to an order that keeps it.
    [6, 0, { kept: 5, open: 0, young: 0 }, 'different'],
    [4, 0, { kept: 5, open: 0, young: 0 }, 'different'],
    [5, 1, { kept: 5, open: 0, young: 0 }, 'different'],
    // Paid and not committed yet; cancelled and not released yet.
    [3, 2, { kept: 5, open: 0, young: 2 }, 'unsettled'],
    [5, 2, { kept: 5, open: 0, young: 2 }, 'unsettled'],
    [2, 2, { kept: 5, open: 0, young: 2 }, 'different'],
  ] as const)('%d sold and %d reserved, of orders with %o: %s', (sold, reserved, ordered, outcome) => {
    expect(unitsOf(sold, reserved, ordered)).toBe(outcome);
  });

  it('are not judged where the stock moved while the orders were read', () => {
    const before = [stocksPage({ stocks: [{ ...stock, sold: 4, version: 8 }] })];
    const orders = [ordersPage({ units: [{ sku: '85123A', kept: 1, open: 0, young: 0 }] })];
    const report = ledgerReport(books({ orders, stocksBefore: before }));
    expect(report).toMatchObject({ balanced: true, stocks: { matched: 0, unsettled: 1 } });
  });

  it('differ where orders keep units of a SKU without a stock', () => {
    const report = ledgerReport(books({ stocksBefore: [], stocksAfter: [] }));
    expect(report.differences.units).toEqual([{ sku: '85123A', sold: 0, reserved: 0, kept: 5, open: 0 }]);
  });
});

it('both books are read page by page, the stocks before and after the orders', async () => {
  const asked: string[] = [];
  const health = { lag_records: 1, lost_records: 2, dead_lettered_records: 3, orders: { accepted: 3 } };
  const send = async (_: string, path: string) => {
    asked.push(path);
    if (path === '/admin/analytics/health') return { status: 200, body: health };
    const query = new URLSearchParams(path.split('?')[1]);
    const page = query.get('book') === 'stocks' ? stocksPage() : ordersPage();
    const isLast = page.book === 'stocks' || query.get('cursor') === 'second';
    return { status: 200, body: { ...page, ...(!isLast && { next: 'second' }) } };
  };
  let checked = 0;
  const read = await readBooks(operatorBooks({ send }), (entries) => {
    checked += entries;
  });
  expect(asked).toEqual([
    '/admin/analytics/health',
    '/admin/ledger?book=stocks&limit=200',
    '/admin/ledger?book=orders&limit=200',
    '/admin/ledger?book=orders&limit=200&cursor=second',
    '/admin/ledger?book=stocks&limit=200',
    '/admin/analytics/health',
  ]);
  expect([checked, read.orders.length]).toEqual([8, 2]);
  expect(read.viewsBefore).toEqual({ accepted: 3, lag: 1, missing: 5 });
});
