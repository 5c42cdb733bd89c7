import { type Columns, csvRows } from '../files/csv-rows.ts';
import type { TextFormat } from '../files/text-format.ts';
import type { RetailRow } from './retail-row.ts';

/** By their names in the first edition of the data set, and in the second. */
const columns = {
  invoice: ['InvoiceNo', 'Invoice'],
  sku: ['StockCode'],
  description: ['Description'],
  quantity: ['Quantity'],
  price: ['UnitPrice', 'Price'],
  customer: ['CustomerID', 'Customer ID'],
} as const satisfies Columns<string>;

/**
 * Rows of a retail CSV as published, plain or gzip.
 * @throws {UsageError} the file cannot be read, is not such a CSV, or has no row.
 */
export async function* readRetailCsv(file: string, format: TextFormat): AsyncGenerator<RetailRow> {
  for await (const { line, values, problem } of csvRows(file, columns, format))
    yield { line, ...values, ...(problem !== undefined && { problem }) };
}
