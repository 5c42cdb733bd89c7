import { styleText } from 'node:util';
import { Command } from 'commander';
import type { OrderStatus } from '../../schemas/generated/types.ts';
import { connect } from '../client/connection.ts';
import { dataOption, jsonOption } from './options.ts';

interface StatusOptions {
  readonly data: string;
  readonly watch: boolean;
  readonly json: boolean;
}

/** States that an order leaves only by a request; a watch ends here. */
const resting: ReadonlySet<OrderStatus['status']> = new Set([
  'PAID',
  'SHIPPED',
  'COMPLETED',
  'CANCELLED',
  'PAYMENT_FAILED',
]);
/** Short: a change between two polls is one that the next long poll would not wait for. */
const watchSeconds = 2;

const statesInOrder = ({ timestamps }: OrderStatus): readonly (readonly [string, string])[] =>
  Object.entries(timestamps)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([, a], [, b]) => a.localeCompare(b));

const printNew = (status: OrderStatus, seen: Set<string>, json: boolean): void => {
  if (json) {
    process.stdout.write(`${JSON.stringify(status)}\n`);
    return;
  }
  for (const [state, at] of statesInOrder(status)) {
    if (seen.has(state)) continue;
    seen.add(state);
    const reason = state === status.status && status.reason !== undefined ? `  ${status.reason}` : '';
    process.stdout.write(`${at}  ${styleText('bold', state)}${reason}\n`);
  }
};

const show = async (orderId: string, options: StatusOptions): Promise<void> => {
  const connection = await connect(options.data);
  try {
    const seen = new Set<string>();
    let status = await connection.orders.status(orderId);
    printNew(status, seen, options.json);
    while (options.watch && !resting.has(status.status)) {
      const next = await connection.orders.status(orderId, watchSeconds);
      if (next.status !== status.status) printNew(next, seen, options.json);
      status = next;
    }
  } finally {
    connection.close();
  }
};

export const statusCommand = (): Command =>
  new Command('status')
    .description('show the states an order has reached, and when')
    .argument('<id>', 'the order id')
    .addOption(dataOption())
    .option('--watch', 'go on until the order is paid or has ended', false)
    .addOption(jsonOption())
    .action(show);
