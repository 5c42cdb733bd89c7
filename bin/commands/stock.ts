import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { StockAdjustmentAccepted, StockLevel } from '../../schemas/generated/types.ts';
import type { Connection } from '../client/connection.ts';
import { assertKnown } from '../stock/assert-settable.ts';
import { knownSkus } from '../stock/known-skus.ts';
import { type ConnectedOptions, connectedCommand, print, withConnection } from './connected-command.ts';
import { rebuildStockCommand } from './stock-rebuild.ts';
import { setStockCommand } from './stock-set.ts';

interface AdjustOptions extends ConnectedOptions {
  readonly reason?: string;
  readonly id?: string;
  readonly new: boolean;
}

const mostUnits = 1_000_000_000;
const pollMs = 100;
const decidedWithinMs = 20_000;

const levelOf = async ({ operator }: Connection, sku: string): Promise<StockLevel> =>
  (await operator.send('GET', `/admin/inventory/${encodeURIComponent(sku)}`)).body as StockLevel;

const movementLine = ({ at, state, qty, available, ...rest }: StockLevel['movements'][number]): string => {
  const { order_id, adjustment_id, reason, actor } = rest;
  const cause = [order_id ?? adjustment_id, reason, actor].filter((part) => part !== undefined).join('  ');
  return `${at}  ${state.padEnd(9)}  ${String(qty).padStart(7)}  ${String(available).padStart(9)} left  ${cause}`;
};

const levelLine = ({ sku, available, reserved, sold }: StockLevel): string =>
  `${sku}  ${available} available, ${reserved} reserved, ${sold} sold`;

const get = (sku: string, { data, json }: ConnectedOptions): Promise<void> =>
  withConnection(data, async (connection) => {
    const level = await levelOf(connection, sku);
    print(json, level, [levelLine(level), ...level.movements.map(movementLine)]);
  });

/** The ledger decides asynchronously: its movement shows the outcome, unless later movements have pushed it out of the list. */
const decision = async (connection: Connection, { sku, adjustment_id }: StockAdjustmentAccepted) => {
  for (const deadline = Date.now() + decidedWithinMs; Date.now() < deadline; await delay(pollMs)) {
    const level = await levelOf(connection, sku).catch(() => undefined);
    const movement = level?.movements.find((one) => one.adjustment_id === adjustment_id);
    if (level && movement) return { level, movement };
  }
  return undefined;
};

const adjust = (sku: string, qty: number, { data, json, reason, id, new: mayBeNew }: AdjustOptions): Promise<void> =>
  withConnection(data, async (connection) => {
    if (!mayBeNew) assertKnown([sku], await knownSkus(connection, [sku]));
    const body = { qty, ...(reason !== undefined && { reason }), ...(id !== undefined && { adjustment_id: id }) };
    const path = `/admin/inventory/${encodeURIComponent(sku)}/adjust`;
    const accepted = (await connection.operator.send('POST', path, body)).body as StockAdjustmentAccepted;
    const decided = await decision(connection, accepted);
    const text = decided
      ? [levelLine(decided.level), movementLine(decided.movement)]
      : [`${sku}  requested, not decided yet`];
    print(json, { ...accepted, state: decided?.movement.state, available: decided?.movement.available }, text);
    if (decided?.movement.state !== 'ADJUSTED') process.exitCode = 1;
  });

const units = (text: string): number => {
  if (!/^[+-]?\d{1,10}$/.test(text) || Number(text) === 0 || Math.abs(Number(text)) > mostUnits)
    throw new InvalidArgumentError(
      `Must be a whole number other than 0, at most ${mostUnits}, negative for units that leave.`,
    );
  return Number(text);
};

export const stockCommand = (): Command =>
  new Command('stock')
    .description('read and correct what is on stock')
    .addCommand(
      connectedCommand('get', 'the stock of a SKU, and what moved it last').argument('<sku>', 'the SKU').action(get),
    )
    .addCommand(
      connectedCommand('adjust', 'let units of a SKU come in or leave')
        .argument('<sku>', 'the SKU')
        .argument('<qty>', 'units, negative for those that leave', units)
        .option('--reason <text>', 'why')
        .option('--new', 'for a SKU, too, that the platform does not know', false)
        .option('--id <name>', 'names the adjustment: under one name it counts once')
        .action(adjust),
    )
    .addCommand(setStockCommand())
    .addCommand(rebuildStockCommand());
