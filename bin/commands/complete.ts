import type { Command } from 'commander';
import { type OrderRequestOptions, orderCommand, requestAsOperator, sendOrderRequest } from './order-request.ts';

const complete = (orderId: string, options: OrderRequestOptions): Promise<void> =>
  sendOrderRequest(options, (connection) => requestAsOperator(connection, orderId, 'complete'));

export const completeCommand = (): Command =>
  orderCommand('complete', 'report that a shipped order has arrived').action(complete);
