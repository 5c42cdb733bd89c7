import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../bin/client/usage-error.ts';
import { defaultFormat } from '../../../bin/files/text-format.ts';
import { readLevelsCsv } from '../../../bin/stock/levels-csv.ts';
import { stockLevels } from '../../../bin/stock/stock-levels.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'levels-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (text: string) => {
  const file = join(folder, 'levels.csv');
  await writeFile(file, text);
  return stockLevels(readLevelsCsv(file, defaultFormat));
};

describe('a file of stock levels', () => {
  it('reads the units of each SKU, whatever else its columns are', async () => {
    const { levels, bad } = await read('﻿name,sku, available\r\n"Lantern, white",85123A, 12\r\n\r\nMug,71053,0\r\n');
    expect([...levels]).toEqual([
      ['85123A', 12],
      ['71053', 0],
    ]);
    expect(bad).toEqual([]);
  });

  it('has its bad rows named by their lines, and loses none of the others', async () => {
    const { levels, bad } = await read('sku,available\nA,1\n,2\nB,-1\nA,3\nC\n\nD,1.5\nE,1000000001\nF,7\n');
    expect([...levels]).toEqual([
      ['A', 1],
      ['F', 7],
    ]);
    expect(bad.map(({ line, problem }) => `${line}: ${problem}`)).toEqual([
      '3: "" is no SKU',
      '4: "-1" is no whole number from 0 to 1000000000',
      '5: A is on line 2 already',
      '6: 1 fields, and the header has 2',
      '8: "1.5" is no whole number from 0 to 1000000000',
      '9: "1000000001" is no whole number from 0 to 1000000000',
    ]);
  });

  it.each([
    ['a missing column', 'sku,units\nA,1\n', 'has no column available in its first line'],
    ['an open quote', 'sku,available\n"A,1\n', 'a quote is opened'],
  ])('with %s is refused', async (_name, text, message) => {
    await expect(read(text)).rejects.toThrow(UsageError);
    await expect(read(text)).rejects.toThrow(message);
  });

  it('that is not there is refused', async () => {
    await expect(stockLevels(readLevelsCsv(join(folder, 'none.csv'), defaultFormat))).rejects.toThrow(UsageError);
  });

  it('loses no row: each is a level or is reported', async () => {
    const row = fc.record({ sku: fc.oneof(fc.constantFrom('A', 'B'), fc.string()), available: fc.string() });
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        const lines = rows.map((one, index) => ({ ...one, line: index + 2 }));
        const { levels, bad } = await stockLevels(lines);
        expect(levels.size + bad.length).toBe(rows.length);
        for (const level of levels.values()) expect(Number.isSafeInteger(level) && level >= 0).toBe(true);
      }),
    );
  });
});
