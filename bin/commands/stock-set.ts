import type { Command } from 'commander';
import { setStock } from '../client/stock.ts';
import { readLevelsCsv } from '../stock/levels-csv.ts';
import { stockLevels } from '../stock/stock-levels.ts';
import { type ConnectedOptions, connectedCommand, print, withConnection } from './connected-command.ts';
import { progressBar } from './progress.ts';

interface SetOptions extends ConnectedOptions {
  readonly file: string;
}

/** What can be read is set, what cannot is told: no row is lost, and the file can be mended and set again. */
const set = ({ data, json, file }: SetOptions): Promise<void> =>
  withConnection(data, async (connection) => {
    const { levels, bad } = await stockLevels(readLevelsCsv(file));
    const progress = progressBar('stock', levels.size);
    const { refused } = await setStock(connection, levels, (done) => progress.update(done)).finally(() =>
      progress.stop(),
    );
    for (const { line, problem } of bad) process.stderr.write(`${file}:${line}: ${problem}\n`);
    for (const sku of refused) process.stderr.write(`${sku}: refused, its stock moved meanwhile\n`);
    const done = levels.size - refused.length;
    print(json, { set: done, refused, bad }, [
      `${done} SKUs set, ${refused.length} refused, ${bad.length} rows not read`,
    ]);
    if (bad.length + refused.length > 0) process.exitCode = 1;
  });

export const setStockCommand = (): Command =>
  connectedCommand('set', 'make the available stock of many SKUs what a file says')
    .requiredOption('--file <csv>', 'with the columns sku and available')
    .action(set);
