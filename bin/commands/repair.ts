import type { Command } from 'commander';
import { askAsOperator, askOfOrder, type OrderRequestOptions, orderCommand } from './order-request.ts';

const repair = (orderId: string, options: OrderRequestOptions): Promise<void> =>
  askOfOrder(options, (connection) => askAsOperator(connection, orderId, 'repair'));

export const repairCommand = (): Command =>
  orderCommand('repair', 'say again whatever an order waits for').action(repair);
