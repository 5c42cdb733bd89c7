import type { Command } from 'commander';
import { type OrderRequestOptions, orderCommand, requestAsOperator, sendOrderRequest } from './order-request.ts';

const repair = (orderId: string, options: OrderRequestOptions): Promise<void> =>
  sendOrderRequest(options, (connection) => requestAsOperator(connection, orderId, 'repair'));

export const repairCommand = (): Command =>
  orderCommand('repair', 're-emit the pending event of an order').action(repair);
