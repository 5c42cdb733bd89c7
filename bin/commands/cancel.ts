import { type Command, Option } from 'commander';
import type { CancelOrderRequest } from '../../schemas/generated/types.ts';
import { cancelRequestReasons } from '../../schemas/reasons.ts';
import { askOfOrder, type OrderRequestOptions, orderCommand } from './order-request.ts';

type CancelOptions = OrderRequestOptions & CancelOrderRequest;

const cancel = (orderId: string, { reason, note, ...options }: CancelOptions): Promise<void> =>
  askOfOrder(options, ({ orders }) => orders.cancel(orderId, { ...(reason && { reason }), ...(note && { note }) }));

export const cancelCommand = (): Command =>
  orderCommand('cancel', 'ask that an order be cancelled; what was charged is refunded')
    .addOption(new Option('--reason <code>', 'why').choices(cancelRequestReasons))
    .option('--note <text>', 'why, in words: one line of at most 500 characters')
    .action(cancel);
