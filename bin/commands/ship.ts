import type { Command } from 'commander';
import { type OrderRequestOptions, orderCommand, requestAsOperator, sendOrderRequest } from './order-request.ts';

interface ShipOptions extends OrderRequestOptions {
  readonly carrier?: string;
  readonly tracking?: string;
}

const ship = (orderId: string, { carrier, tracking, ...options }: ShipOptions): Promise<void> =>
  sendOrderRequest(options, (connection) =>
    requestAsOperator(connection, orderId, 'ship', {
      ...(carrier !== undefined && { carrier }),
      ...(tracking !== undefined && { tracking_number: tracking }),
    }),
  );

export const shipCommand = (): Command =>
  orderCommand('ship', 'report that a paid order has been handed to its carrier')
    .option('--carrier <name>', 'who carries it')
    .option('--tracking <number>', 'what the carrier knows it by')
    .action(ship);
