import type { Command } from 'commander';
import { askOfOrder, type OrderRequestOptions, orderCommand } from './order-request.ts';

interface CancelOptions extends OrderRequestOptions {
  readonly reason?: string;
}

const cancel = (orderId: string, options: CancelOptions): Promise<void> =>
  askOfOrder(options, ({ orders }) => orders.cancel(orderId, options.reason));

export const cancelCommand = (): Command =>
  orderCommand('cancel', 'ask that an order be cancelled; what was charged is refunded')
    .option('--reason <text>', 'why')
    .action(cancel);
