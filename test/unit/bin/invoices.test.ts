import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RetailRow, readInvoices, skipReasons } from '../../../bin/retail/invoices.ts';

const row = (change: Partial<RetailRow> = {}): RetailRow => ({
  InvoiceNo: '536365',
  StockCode: '85123A',
  Description: 'WHITE HANGING HEART T-LIGHT HOLDER',
  Quantity: '6',
  UnitPrice: '2.55',
  CustomerID: '17850',
  ...change,
});

describe('readInvoices', () => {
  it('merges the rows of one SKU and keeps invoices in order of their first row', async () => {
    const { invoices } = await readInvoices([
      row(),
      row({ InvoiceNo: '536366', StockCode: '22633' }),
      row({ StockCode: '71053' }),
      row({ Quantity: '2' }),
    ]);
    expect(invoices.map(({ number, lines }) => [number, [...lines]])).toEqual([
      [
        '536365',
        [
          ['85123A', 8],
          ['71053', 6],
        ],
      ],
      ['536366', [['22633', 6]]],
    ]);
  });

  it('counts what it skips by reason', async () => {
    const { invoices, rows } = await readInvoices([
      row({ InvoiceNo: 'C536379', Quantity: '-1' }),
      row({ Quantity: '0' }),
      row({ UnitPrice: '0' }),
      row({ UnitPrice: '-11062.06', StockCode: 'B' }),
      row({ StockCode: 'POST' }),
      row({ StockCode: 'BANK CHARGES' }),
      row({ Quantity: 'six' }),
      row({ InvoiceNo: 'A563185' }),
    ]);
    expect(invoices).toEqual([]);
    expect(rows).toEqual({
      read: 8,
      skipped: {
        cancellation: 1,
        malformed: 2,
        'non-positive-quantity': 1,
        'non-positive-price': 2,
        'service-code': 2,
      },
    });
  });

  it('calls a missing customer guest', async () => {
    const { invoices } = await readInvoices([row({ CustomerID: '' })]);
    expect(invoices[0]?.customer).toBe('guest');
  });

  it('prices in whole pence, as the last row of the SKU says', async () => {
    const { catalogue } = await readInvoices([
      row({ UnitPrice: '2.55' }),
      row({ UnitPrice: '8.29', Description: 'NEW' }),
    ]);
    expect(catalogue).toEqual([{ sku: '85123A', name: 'NEW', unitPrice: 829 }]);
  });

  it('stops counting rows and filling the catalogue with the last invoice asked for', async () => {
    const { invoices, catalogue, rows } = await readInvoices(
      [row(), row({ InvoiceNo: '2', StockCode: 'POST' }), row({ InvoiceNo: '3', StockCode: '22633' })],
      1,
    );
    expect(invoices).toHaveLength(1);
    expect(catalogue.map(({ sku }) => sku)).toEqual(['85123A']);
    expect(rows.read).toBe(1);
    expect(rows.skipped['service-code']).toBe(0);
  });

  it('accounts for every row: in an order or skipped with a reason', async () => {
    const anyRow = fc.record({
      InvoiceNo: fc.constantFrom('1', '2', 'C3', 'x'),
      StockCode: fc.constantFrom('85123A', '71053', 'POST', ''),
      Description: fc.string(),
      Quantity: fc.constantFrom('1', '5', '0', '-3', '1.5', ''),
      UnitPrice: fc.constantFrom('1.25', '0', '-1', 'x', '0.001'),
      CustomerID: fc.constantFrom('', '17850'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow), async (rows) => {
        const read = await readInvoices(rows);
        const skipped = skipReasons.reduce((sum, reason) => sum + read.rows.skipped[reason], 0);
        const sold = read.invoices.flatMap(({ lines }) => [...lines.values()]).reduce((sum, n) => sum + n, 0);
        const usable = rows.filter(
          (r) =>
            /^\d+$/.test(r.InvoiceNo) &&
            /^[1-9]$/.test(r.Quantity) &&
            r.UnitPrice === '1.25' &&
            /^\d/.test(r.StockCode),
        );
        expect(skipped).toBe(rows.length - usable.length);
        expect(sold).toBe(usable.reduce((sum, r) => sum + Number(r.Quantity), 0));
      }),
    );
  });
});
