import type { Command } from 'commander';
import { askAsOperator, askOfOrder, type OrderRequestOptions, orderCommand } from './order-request.ts';

const complete = (orderId: string, options: OrderRequestOptions): Promise<void> =>
  askOfOrder(options, (connection) => askAsOperator(connection, orderId, 'complete'));

export const completeCommand = (): Command =>
  orderCommand('complete', 'say that a shipped order has arrived').action(complete);
