import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../client/usage-error.ts';
import { fileBytes } from './file-bytes.ts';
import { separators, type TextFormat } from './text-format.ts';
import { utf8Text } from './utf8-text.ts';

/** A column, and the names that it may have in a header; case, spaces and punctuation do not count. */
export type Columns<C extends string> = Readonly<Record<C, readonly string[]>>;

/** A row of a CSV: a value for each column, or why it has none. */
export type CsvRow<C extends string> = { readonly line: number; readonly values: Readonly<Record<C, string>> } & {
  /** Why the row cannot be trusted; its values are those of the fields that it has. */
  readonly problem?: string;
};

/** An open quote would make one row of the rest of the file. */
const longestRow = 1_000_000;

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const lineBreaks = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;
const replacementCharacter = '�';

const indexesOf = <C extends string>(columns: Columns<C>, header: readonly string[]): Map<C, number[]> => {
  const names = header.map(plain);
  const entries = Object.entries(columns) as [C, readonly string[]][];
  return new Map(
    entries.map(([column, aliases]) => [
      column,
      names.flatMap((name, index) => (aliases.map(plain).includes(name) ? [index] : [])),
    ]),
  );
};

const isComplete = (indexes: ReadonlyMap<string, readonly number[]>): boolean =>
  [...indexes.values()].every(({ length }) => length === 1);

/** @throws {UsageError} a column is missing or twice there. */
const columnIndexes = <C extends string>(
  file: string,
  columns: Columns<C>,
  header: readonly string[],
  separator: string,
): ReadonlyMap<C, number> => {
  const found = indexesOf(columns, header);
  if (isComplete(found)) return new Map([...found].map(([column, [index = 0]]) => [column, index]));
  for (const [other, name] of separators) {
    const fields = header.join(separator).split(other);
    if (other !== separator && isComplete(indexesOf(columns, fields)))
      throw new UsageError(`${file} is separated by ${JSON.stringify(other)}: add --separator '${name}'`);
  }
  const twice = [...found].filter(([, { length }]) => length > 1).map(([column]) => columns[column][0]);
  if (twice.length > 0) throw new UsageError(`${file} has column ${twice.join(', ')} twice`);
  const missing = [...found].filter(([, { length }]) => length === 0).map(([column]) => columns[column].join(' or '));
  throw new UsageError(`${file} has no column ${missing.join(', ')} in its first line`);
};

const problemOf = (record: readonly string[], width: number): string | undefined => {
  if (record.length !== width) return `${record.length} fields, and the header has ${width}`;
  if (record.some((field) => field.includes(replacementCharacter)))
    return 'has the sign U+FFFD, by which another program replaced what it could not read';
  return undefined;
};

/** By the lines of the file; the parser's own line counts a line break within quotes twice where it is CR LF. */
const syntaxError = (file: string, lastLine: number, { code, message }: CsvError): UsageError => {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return new UsageError(`${file}:${lastLine + 1}: a quote is opened in or after this line and not closed`);
    default:
      return new UsageError(`${file}:${lastLine + 1}: in or after this line: ${message}`);
  }
};

/**
 * The rows of a CSV file (plain or gzip, with or without a byte order mark) one by one. Empty rows are left out; a row with too
 * many or too few fields comes with its problem.
 * @throws {UsageError} the file cannot be read, is not CSV, lacks a column, or has no row.
 */
export async function* csvRows<C extends string>(
  file: string,
  columns: Columns<C>,
  { encoding, separator }: TextFormat,
): AsyncGenerator<CsvRow<C>> {
  // Collected while parsing: an error would overtake the rows before it, which wait to be read.
  let lastLine = 0;
  let countedTwice = 0;
  const parser = parse({
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    delimiter: separator,
    max_record_size: longestRow,
    on_record: (fields: string[], { lines }) => {
      let within = 0;
      for (const field of fields) {
        if (!field.includes('\n') && !field.includes('\r')) continue;
        within += lineBreaks(field);
        countedTwice += field.split('\r\n').length - 1;
      }
      lastLine = lines - countedTwice;
      return [String(lastLine - within), ...fields];
    },
  });
  // An error of any part destroys the parser with it, and comes out of the loop below.
  const rows = pipeline(utf8Text(file, encoding, fileBytes(file)), parser, () => undefined) as AsyncIterable<string[]>;
  let header: readonly string[] | undefined;
  let indexes: ReadonlyMap<C, number> = new Map();
  let empty = true;
  try {
    // The parser hands on strings alone: the first is the line where the record begins.
    for await (const [line, ...fields] of rows) {
      if (header === undefined) {
        header = fields;
        indexes = columnIndexes(file, columns, fields, separator);
        continue;
      }
      if (fields.every((field) => field === '')) continue;
      empty = false;
      const values = {} as Record<C, string>;
      for (const [column, index] of indexes) values[column] = fields[index] ?? '';
      const problem = problemOf(fields, header.length);
      yield { line: Number(line), values, ...(problem !== undefined && { problem }) };
    }
  } catch (error) {
    throw error instanceof CsvError ? syntaxError(file, lastLine, error) : error;
  }
  if (empty) throw new UsageError(`${file} has ${header === undefined ? 'no text' : 'a header and no row'}`);
}
