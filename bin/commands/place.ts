import { Command, InvalidArgumentError } from 'commander';
import { formatMoney } from '../../functions/shared/kernel/money.ts';
import type { PlaceOrderRequest } from '../../schemas/generated/types.ts';
import { areUsers, connect } from '../client/connection.ts';
import { exampleAddress } from '../client/example-address.ts';
import { dataOption, jsonOption } from './options.ts';

type Items = PlaceOrderRequest['items'];

interface PlaceOptions {
  readonly data: string;
  readonly user?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly currency: string;
  readonly token: string;
  readonly key?: string;
  readonly json: boolean;
}

const parseItem = (text: string, items: readonly Items[number][] = []): Items => {
  const separator = text.lastIndexOf(':');
  const sku = separator < 0 ? text : text.slice(0, separator);
  const qty = separator < 0 ? '1' : text.slice(separator + 1);
  if (sku === '' || !/^\d{1,7}$/.test(qty) || Number(qty) === 0)
    throw new InvalidArgumentError('Give each line as SKU or SKU:quantity, for instance 85123A:2.');
  return [...items, { sku, qty: Number(qty) }] as Items;
};

const place = async (items: Items, options: PlaceOptions): Promise<void> => {
  const connection = await connect(options.data);
  try {
    // A user orders for itself.
    const user = options.user ?? (areUsers(connection.state) ? undefined : 'ada');
    const { email = exampleAddress(user), phone } = options;
    const request = {
      ...(user !== undefined && { user_id: user }),
      ...(email !== undefined && { email }),
      ...(phone !== undefined && { phone }),
      currency: options.currency,
      items,
      payment_token: options.token,
    };
    const { order, replayed, milliseconds } = await connection.orders.place(request, options.key);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ ...order, replayed })}\n`);
      return;
    }
    const repeated = replayed ? ' (the same as before)' : '';
    process.stdout.write(
      `${order.order_id}  ${order.status}  ${formatMoney(order)}  ${milliseconds.toFixed(0)} ms${repeated}\n`,
    );
  } finally {
    connection.close();
  }
};

export const placeCommand = (): Command =>
  new Command('place')
    .description('place one order')
    .argument('<items...>', 'lines, each SKU or SKU:quantity', parseItem)
    .addOption(dataOption())
    .option('--user <id>', "the customer (default: ada; where clients are users, the token's)")
    .option('--email <address>', 'where the customer gets mail (default: <user>@customers.example)')
    .option('--phone <number>', 'where the customer gets text messages, for instance +35312345678')
    .option('--currency <code>', 'ISO 4217 code of the prices', 'GBP')
    .option('--token <token>', 'payment token: tok_approve or tok_decline at the simulated gateway', 'tok_approve')
    .option('--key <key>', 'idempotency key: the same key and order again give the same answer')
    .addOption(jsonOption())
    .action(place);
