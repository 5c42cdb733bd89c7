import { styleText } from 'node:util';
import { Command } from 'commander';
import type { StuckOrders } from '../../schemas/generated/types.ts';
import { connect } from '../client/connection.ts';
import { dataOption, integerOption, jsonOption } from './options.ts';

interface StuckOptions {
  readonly data: string;
  readonly limit: number;
  readonly json: boolean;
}

type StuckOrder = StuckOrders['orders'][number];

const line = ({ order_id, status, waiting_for, since, attempts }: StuckOrder): string => {
  const repaired = attempts === 0 ? '' : `, repaired ${attempts} times`;
  const when = since === undefined ? '' : ` since ${since}`;
  return `${order_id}  ${styleText('bold', status)}${when}, waits for ${waiting_for}${repaired}`;
};

const show = async ({ data, limit, json }: StuckOptions): Promise<void> => {
  const connection = await connect(data);
  try {
    const { body } = await connection.operator.send('GET', `/admin/orders/stuck?limit=${limit}`);
    const stuck = body as StuckOrders;
    const text = [
      ...stuck.orders.map(line),
      ...(stuck.more ? [`and more: --limit ${limit} was reached`] : []),
      ...(stuck.orders.length === 0 ? ['no order is stuck'] : []),
    ].join('\n');
    process.stdout.write(`${json ? JSON.stringify(stuck, null, 2) : text}\n`);
  } finally {
    connection.close();
  }
};

export const stuckCommand = (): Command =>
  new Command('stuck')
    .description('show the orders past the deadline of their step, the longest first')
    .addOption(integerOption('--limit <n>', 'show the first n', { least: 1, most: 200 }).default(50))
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(show);
