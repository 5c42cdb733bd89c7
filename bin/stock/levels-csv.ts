import { type Columns, csvRows } from '../files/csv-rows.ts';
import type { TextFormat } from '../files/text-format.ts';
import type { LevelRow } from './stock-levels.ts';

const columns = { sku: ['sku'], available: ['available'] } as const satisfies Columns<string>;

/**
 * Rows of a CSV with the columns `sku` and `available`, others left alone.
 * @throws {UsageError} the file cannot be read, is not CSV, lacks a column, or has no row.
 */
export async function* readLevelsCsv(file: string, format: TextFormat): AsyncGenerator<LevelRow> {
  for await (const { line, values, problem } of csvRows(file, columns, format))
    yield { line, ...values, ...(problem !== undefined && { problem }) };
}
