import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { UsageError } from '../client/usage-error.ts';
import { assertReadable } from '../retail/retail-csv.ts';
import type { LevelRow } from './stock-levels.ts';

const columns = ['sku', 'available'] as const;

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Partial<Record<(typeof columns)[number], string>>>;
}

/**
 * Rows of a CSV with the columns `sku` and `available`, others left alone; a row that lacks one has it empty.
 * @throws {UsageError} the file is missing, is not CSV, or lacks a column.
 */
export async function* readLevelsCsv(file: string): AsyncGenerator<LevelRow> {
  await assertReadable(file);
  const source = createReadStream(file);
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    columns: (header: string[]) => {
      const missing = columns.filter((column) => !header.includes(column));
      if (missing.length > 0) throw new UsageError(`${file} has no column ${missing.join(', ')}`);
      return header;
    },
  });
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const { info, record } of parser as AsyncIterable<Parsed>) {
      yield { line: info.lines, sku: record.sku ?? '', available: record.available ?? '' };
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
  }
}
