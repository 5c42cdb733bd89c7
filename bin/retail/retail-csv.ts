import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { UsageError } from '../client/usage-error.ts';
import type { RetailRow } from './invoices.ts';

const columns = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'UnitPrice', 'CustomerID'] as const;

/** For a command that has slow work to do before it reads. @throws {UsageError} */
export const assertReadable = (file: string): Promise<void> =>
  access(file).catch(() => {
    throw new UsageError(`cannot read ${file}: no such file`);
  });

/**
 * Rows of a retail CSV as published; a file whose name ends in `.gz` is unpacked on the way.
 * @throws {UsageError} the file is missing, is not CSV, or lacks a column.
 */
export async function* readRetailCsv(file: string): AsyncGenerator<RetailRow> {
  await assertReadable(file);
  const source = createReadStream(file);
  const parser = parse({
    bom: true,
    columns: (header: string[]) => {
      const missing = columns.filter((column) => !header.includes(column));
      if (missing.length > 0) throw new UsageError(`${file} is not a retail CSV: no column ${missing.join(', ')}`);
      return header;
    },
  });
  const unpacked = file.endsWith('.gz')
    ? source.pipe(createGunzip().on('error', (error) => parser.destroy(error)))
    : source;
  unpacked.pipe(parser);
  try {
    for await (const row of parser) yield row as RetailRow;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
  }
}
