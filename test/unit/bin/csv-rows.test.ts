import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../bin/client/usage-error.ts';
import { csvRows } from '../../../bin/files/csv-rows.ts';
import { defaultFormat, type TextFormat } from '../../../bin/files/text-format.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'));
  file = join(folder, 'rows.csv');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const columns = { sku: ['StockCode', 'SKU'], name: ['Description'] } as const;

const all = async <T>(some: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const one of some) found.push(one);
  return found;
};
const read = async (content: string | Buffer, format: Partial<TextFormat> = {}) => {
  await writeFile(file, content);
  return all(csvRows(file, columns, { ...defaultFormat, ...format }));
};
const header = 'StockCode,Description';
const rows = (...values: readonly (readonly [line: number, sku: string, name: string])[]) =>
  values.map(([line, sku, name]) => ({ line, values: { sku, name } }));

const refusal = async (content: string | Buffer, format: Partial<TextFormat> = {}): Promise<string> => {
  const error = await read(content, format).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as Error).message;
};

describe('the rows of a CSV', () => {
  it.each([
    ['as it is', `${header}\nA,Lantern\nB,"a, b"\n`],
    ['with a byte order mark', `\uFEFF${header}\nA,Lantern\nB,"a, b"\n`],
    ['with CR LF', `${header}\r\nA,Lantern\r\nB,"a, b"`],
    ['with CR', `${header}\rA,Lantern\rB,"a, b"\r`],
    ['with spaces', `StockCode , Description\n A,Lantern \nB,"a, b"\n,\n`],
    ['packed, whatever its name', gzipSync(`${header}\nA,Lantern\nB,"a, b"\n`)],
  ])('%s', async (_, content) => {
    expect(await read(content)).toEqual(rows([2, 'A', 'Lantern'], [3, 'B', 'a, b']));
  });

  it('are found by either name of a column, in any case and order', async () => {
    expect(await read('price,DESCRIPTION,sku\n1,Lantern,A\n')).toEqual(rows([2, 'A', 'Lantern']));
  });

  it.each(['\n', '\r\n', '\r'])('have the lines where they begin, with %j in quotes and empty lines', async (end) => {
    const content = [header, 'A,"one', 'two', '', 'three"', '', 'B,x', '"C', '",y', 'D,z'].join(end);
    expect((await read(content)).map(({ line, values }) => [line, values.sku.trim()])).toEqual([
      [2, 'A'],
      [7, 'B'],
      [8, 'C'],
      [10, 'D'],
    ]);
  });

  it('with another number of fields come with their problem', async () => {
    expect(await read(`${header}\nA\nB,x,1\nC,y\n`)).toEqual([
      { line: 2, values: { sku: 'A', name: '' }, problem: '1 fields, and the header has 2' },
      { line: 3, values: { sku: 'B', name: 'x' }, problem: '3 fields, and the header has 2' },
      ...rows([4, 'C', 'y']),
    ]);
  });

  it('with what another program could not read come with their problem', async () => {
    expect((await read(`${header}\nA,\uFFFD20\n`))[0]?.problem).toMatch(/U\+FFFD/);
  });

  it.each([
    ['latin1', Buffer.from(`${header}\nA,Voucher £20\n`, 'latin1')],
    ['windows-1252', Buffer.from(`${header}\nA,Voucher £20\n`, 'latin1')],
    ['utf-16le', Buffer.from(`\uFEFF${header}\nA,Voucher £20\n`, 'utf16le')],
    ['utf-8', Buffer.from(`${header}\nA,Voucher £20\n`)],
  ])('are read in %s where it is named', async (encoding, content) => {
    expect(await read(content, { encoding })).toEqual(rows([2, 'A', 'Voucher £20']));
  });

  it.each([';', '\t', '|'])('are separated by %j where it is named', async (separator) => {
    const content = `StockCode${separator}Description\nA${separator}a, b\n`;
    expect(await read(content, { separator })).toEqual(rows([2, 'A', 'a, b']));
  });

  it('survive any bytes: rows, or one clear error', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'a,"\n\r\t; é'), maxLength: 200 }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (some) => {
        const outcome = await read(Buffer.concat([Buffer.from(`${header}\n`), some])).catch((error: unknown) => error);
        if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(UsageError);
      }),
    );
  });
});

describe('a file is refused', () => {
  it.each([
    ['empty', '', 'it is empty'],
    ['blank', '\n \n', 'has no text'],
    ['a header alone', `${header}\n`, 'has a header and no row'],
    ['a header and separators', `${header}\n,\n`, 'has a header and no row'],
    ['without a header', 'A,Lantern\n', 'has no column StockCode or SKU, Description in its first line'],
    ['with a column twice', 'SKU,StockCode,Description\n', 'has column StockCode twice'],
    ['separated otherwise', 'StockCode;Description\nA;x\n', `is separated by ";": add --separator ';'`],
    ['separated by tabs', 'StockCode\tDescription\nA\tx\n', `is separated by "\\t": add --separator 'tab'`],
    ['in Latin-1', Buffer.from(`${header}\nA,x\nB,£\n`, 'latin1'), ':3: is not UTF-8: name the encoding'],
    ['in UTF-16', Buffer.from(`\uFEFF${header}\n`, 'utf16le'), 'is utf-16le: add --encoding utf-16le'],
    ['an Excel workbook', Buffer.from('PK\x03\x04…'), 'a ZIP archive or an Excel workbook'],
    ['cut off', gzipSync(header.repeat(1_000)).subarray(0, 30), 'unexpected end of file'],
    [
      'with an open quote',
      `${header}\nA,"x\n\n"\n\nB,"y\nC,z\n`,
      ':5: a quote is opened in or after this line and not closed',
    ],
    ['with a quote in a field', `${header}\nA,x\nB,5" wide\n`, ':3: in or after this line: Invalid Opening Quote'],
    ['with a line that never ends', Buffer.alloc(5_000_000, 'x'), 'is no CSV: it has a line of more than'],
  ])('%s', async (_, content, message) => {
    expect(await refusal(content)).toContain(message);
  });

  it('that is in another encoding than the one that is named', async () => {
    expect(await refusal(Buffer.from(`${header}\nA,ÿ\n`, 'latin1'), { encoding: 'shift_jis' })).toContain(
      'is not shift_jis',
    );
  });

  it.each([
    ['that is a folder', () => folder, 'it is a folder'],
    ['that is not there', () => join(folder, 'none.csv'), 'no such file'],
    ['below a file', () => join(file, 'x.csv'), 'no such file'],
  ])('%s', async (_, path, message) => {
    await writeFile(file, header);
    const reading = all(csvRows(path(), columns, defaultFormat));
    await expect(reading).rejects.toThrow(UsageError);
    await expect(all(csvRows(path(), columns, defaultFormat))).rejects.toThrow(message);
  });

  it('with an open quote, before the rest of it is in memory', async () => {
    const before = process.memoryUsage().rss;
    const content = Buffer.concat([Buffer.from(`${header}\nA,"`), Buffer.alloc(60_000_000, 'x,y\n')]);
    const held = process.memoryUsage().rss - before;
    expect(await refusal(content)).toContain(':2: a quote is opened');
    expect(process.memoryUsage().rss - before - held).toBeLessThan(60_000_000);
  });
});
