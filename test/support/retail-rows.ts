import type { Cancellation, Invoice, InvoiceLine } from '../../bin/retail/invoice.ts';
import type { RetailRow } from '../../bin/retail/retail-row.ts';

/** A row of an order line with the given changes. */
export const retailRow = (change: Partial<RetailRow> = {}): RetailRow => ({
  line: 2,
  invoice: '536365',
  sku: '85123A',
  description: 'WHITE HANGING HEART T-LIGHT HOLDER',
  quantity: '6',
  price: '2.55',
  customer: '17850',
  ...change,
});

/** Rows of a file without line breaks in its fields: their lines follow each other. */
export const retailRows = (...changes: readonly Partial<RetailRow>[]): readonly RetailRow[] =>
  changes.map((change, index) => retailRow({ line: index + 2, ...change }));

const invoiceLine = (change: Partial<InvoiceLine> = {}): InvoiceLine => ({
  qty: 1,
  pence: 100,
  otherPence: [],
  name: 'LANTERN',
  line: 2,
  last: { line: 2, pence: 100 },
  ...change,
});

/** An invoice with so many units of each SKU at a pound. */
export const retailInvoice = (
  number: string,
  units: Readonly<Record<string, number>>,
  { line = 2, customer = '17850' }: Partial<Pick<Invoice, 'line' | 'customer'>> = {},
): Invoice => {
  const lines = Object.entries(units).map(([sku, qty]) => [sku, invoiceLine({ qty, line })] as const);
  const amount = Object.values(units).reduce((sum, qty) => sum + qty * 100, 0);
  return { number, line, customer, lines: new Map(lines), amount };
};

/** A return of so many units of each SKU. */
export const retailReturn = (
  line: number,
  customer: string | undefined,
  units: Readonly<Record<string, number>>,
): Cancellation => ({
  number: `C${line}`,
  line,
  ...(customer !== undefined && { customer }),
  units: new Map(Object.entries(units)),
});
