import type { Command } from 'commander';
import { v4 as uuidv4 } from 'uuid';
import { adjustments } from '../client/adjustments.ts';
import { applyAdjustments } from '../client/stock.ts';
import type { TextFormat } from '../files/text-format.ts';
import { assertSettable, type SetPermissions } from '../stock/assert-settable.ts';
import { knownSkus } from '../stock/known-skus.ts';
import { readLevelsCsv } from '../stock/levels-csv.ts';
import { stockLevels } from '../stock/stock-levels.ts';
import { type ConnectedOptions, connectedCommand, print, withConnection } from './connected-command.ts';
import { formatOptions } from './options.ts';
import { progressBar } from './progress.ts';

interface SetOptions extends ConnectedOptions, SetPermissions, TextFormat {
  readonly file: string;
}

/** All rows or none: a stock-take of which half was set would be mistaken for a complete one. */
const set = ({ data, json, file, ...options }: SetOptions): Promise<void> =>
  withConnection(data, async (connection) => {
    const { levels, bad } = await stockLevels(readLevelsCsv(file, options));
    if (bad.length > 0) {
      for (const { line, problem } of bad) process.stderr.write(`${file}:${line}: ${problem}\n`);
      print(json, { set: 0, refused: [], bad }, [`nothing set: ${bad.length} rows cannot be read`]);
      process.exitCode = 1;
      return;
    }
    const known = await knownSkus(connection, [...levels.keys()]);
    assertSettable(levels, known, options);
    const commands = adjustments(uuidv4(), levels, known.stock);
    const progress = progressBar('stock', commands.length);
    const { refused } = await applyAdjustments(connection, commands, (done) => progress.update(done)).finally(() =>
      progress.stop(),
    );
    for (const sku of refused) process.stderr.write(`${sku}: refused, its stock moved meanwhile\n`);
    const done = levels.size - refused.length;
    print(json, { set: done, refused, bad }, [`${done} SKUs set, ${refused.length} refused`]);
    if (refused.length > 0) process.exitCode = 1;
  });

export const setStockCommand = (): Command => {
  const command = connectedCommand('set', 'set the available stock of many SKUs from a file: all of it or nothing')
    .requiredOption('--file <csv>', 'with the columns sku and available, plain or gzip')
    .option('--overwrite', 'replace the stock of SKUs that have one', false)
    .option('--new', 'set SKUs, too, that the platform does not know', false)
    .action(set);
  for (const option of formatOptions()) command.addOption(option);
  return command;
};
