import type { Command } from 'commander';
import { applyRebuilt, checkStocks, type StockCheck } from '../../functions/inventory/rebuild/rebuild.ts';
import { dynamodbLedgerTables } from '../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { UsageError } from '../client/usage-error.ts';
import { checkLines } from '../stock/rebuild-lines.ts';
import { stockHistories } from '../stock/stock-histories.ts';
import { type ConnectedOptions, connectedCommand, print, withConnection } from './connected-command.ts';

interface RebuildOptions extends ConnectedOptions {
  readonly apply: boolean;
  readonly withoutTail: boolean;
}

const resultOf = ({ sku, verdict, read, rebuilt }: StockCheck) => ({ sku, verdict, read, rebuilt });

const rebuild = (skus: readonly string[], { data, json, apply, withoutTail }: RebuildOptions): Promise<void> =>
  withConnection(data, async (connection) => {
    const tables = dynamodbLedgerTables(connection.dynamodb, connection.tables);
    const ports = { tables, histories: stockHistories(connection) };
    const checked = await checkStocks(ports, skus.length > 0 ? skus : undefined, { withoutTail });
    const unknown = checked.filter(({ verdict }) => verdict === 'unknown').map(({ sku }) => sku);
    if (unknown.length > 0) throw new UsageError(`No such SKU: ${unknown.join(', ')}. Nothing was written.`);
    const others = checked.filter(({ verdict }) => verdict !== 'same');
    const differing = others.filter(({ verdict }) => verdict === 'differs');
    const written: string[] = [];
    for (const one of apply ? differing : []) if (await applyRebuilt(tables, one)) written.push(one.sku);
    const left = others.length - written.length;
    const text = [
      ...others.flatMap(checkLines),
      `${checked.length} SKUs compared with their outcomes: ${written.length} rebuilt, ${left} differ`,
      ...(!apply && differing.length > 0 ? ['nothing was written: --apply writes those that differ'] : []),
    ];
    print(json, { checked: checked.length, written, differences: others.map(resultOf) }, text);
    if (left > 0) process.exitCode = 1;
  });

export const rebuildStockCommand = (): Command =>
  connectedCommand('rebuild', 'compare stocks with their outcomes; exit code 1 if one differs')
    .argument('[sku...]', 'only these SKUs')
    .option('--apply', 'write the stocks that differ as their outcomes have them', false)
    .option('--without-tail', 'accept that last outcomes are lost which never left the item of their stock', false)
    .action(rebuild);
