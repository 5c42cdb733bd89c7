import { Command } from 'commander';
import type { OrderTimeline } from '../../schemas/generated/types.ts';
import { timelineLines } from '../audit/timeline-lines.ts';
import { connect } from '../client/connection.ts';
import { dataOption, jsonOption } from './options.ts';

interface TimelineOptions {
  readonly data: string;
  readonly json: boolean;
}

const show = async (orderId: string, options: TimelineOptions): Promise<void> => {
  const connection = await connect(options.data);
  try {
    const { body } = await connection.operator.send('GET', `/admin/orders/${encodeURIComponent(orderId)}/timeline`);
    const timeline = body as OrderTimeline;
    const text = options.json ? JSON.stringify(timeline, null, 2) : timelineLines(timeline).join('\n');
    process.stdout.write(`${text}\n`);
  } finally {
    connection.close();
  }
};

export const timelineCommand = (): Command =>
  new Command('timeline')
    .description('show every fact of an order, across topics, and whether its audit trail is intact')
    .argument('<id>', 'the order id')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(show);
