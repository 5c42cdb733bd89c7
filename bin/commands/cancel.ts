import { type Command, Option } from 'commander';
import type { CancelOrderRequest } from '../../schemas/generated/types.ts';
import { cancelRequestReasons } from '../../schemas/reasons.ts';
import { type OrderRequestOptions, orderCommand, sendOrderRequest } from './order-request.ts';

type CancelOptions = OrderRequestOptions & CancelOrderRequest;

const cancel = (orderId: string, { reason, note, ...options }: CancelOptions): Promise<void> =>
  sendOrderRequest(options, ({ orders }) =>
    orders.cancel(orderId, { ...(reason && { reason }), ...(note && { note }) }),
  );

export const cancelCommand = (): Command =>
  orderCommand('cancel', 'request the cancellation of an order; what was charged is refunded')
    .addOption(new Option('--reason <code>', 'why').choices(cancelRequestReasons))
    .option('--note <text>', 'why, in words: one line of at most 500 characters')
    .action(cancel);
